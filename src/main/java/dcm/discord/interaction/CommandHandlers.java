package dcm.discord.interaction;

import dcm.auth.CalendarTokenSecrets;
import dcm.discord.client.Interaction;
import dcm.discord.client.InteractionReply;
import dcm.discord.command.AgendaHandler;
import dcm.discord.command.ApprovalHandler;
import dcm.discord.command.AwayHandler;
import dcm.discord.command.BoardMessageHandler;
import dcm.discord.command.CalendarHandler;
import dcm.discord.command.CategoryHandler;
import dcm.discord.command.CommandOptions;
import dcm.discord.command.CreateTaskHandler;
import dcm.discord.command.HelpHandler;
import dcm.discord.command.HolidayHandler;
import dcm.discord.command.ListTasksHandler;
import dcm.discord.command.OccurrenceActionHandler;
import dcm.discord.command.PermissionsHandler;
import dcm.discord.command.PhotoUploads;
import dcm.discord.command.PointsHandler;
import dcm.discord.command.PrivacyHandler;
import dcm.discord.command.QuickAddHandler;
import dcm.discord.command.ReferenceResolver;
import dcm.discord.command.RequireHandler;
import dcm.discord.command.RosterForecastHandler;
import dcm.discord.command.RosterHandler;
import dcm.discord.command.SettingsHandler;
import dcm.discord.command.SetupHandler;
import dcm.discord.command.StatisticsHandler;
import dcm.discord.command.SuggestHandler;
import dcm.discord.command.SwapHandler;
import dcm.discord.command.TaskActionHandler;
import dcm.discord.command.TransferHandler;
import dcm.discord.command.UndoHandler;
import dcm.discord.command.UpdateTaskHandler;
import dcm.view.ReadModels;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The handlers of the slash commands by their path. */
record CommandHandlers(Map<String, CommandHandler> byPath) {
  /** The handler of a slash command, and how its reply is shown. */
  record CommandHandler(
      Function<Interaction.Command, ResponseMode> mode,
      BiFunction<InteractionContext, CommandOptions, CompletionStage<InteractionReply>> action) {}

  /** Null: there is no such command any more. */
  @Nullable CommandHandler find(List<String> path) {
    return byPath.get(String.join(" ", path));
  }

  static CommandHandlers of(
      DiscordGuildClient guildClient,
      ReferenceResolver resolver,
      ListTasksHandler lists,
      UpdateTaskHandler updates,
      ApprovalHandler approvals,
      SwapHandler swaps,
      QuickAddHandler quickAdd,
      SetupHandler setup,
      PrivacyHandler privacy,
      TransferHandler transfers,
      PhotoUploads photoUploads,
      ReadModels readModels,
      CalendarTokenSecrets calendarSecrets) {
    var tasks = new TaskActionHandler(guildClient, resolver, photoUploads);
    var occurrences = new OccurrenceActionHandler(guildClient, resolver);
    var undos = new UndoHandler(guildClient, resolver);
    var agenda = new AgendaHandler(guildClient);
    var categories = new CategoryHandler(guildClient, resolver);
    var boards = new BoardMessageHandler(guildClient);
    var away = new AwayHandler(guildClient, resolver);
    var rosters = new RosterHandler(guildClient, resolver);
    var points = new PointsHandler(guildClient, readModels.points());
    var holidays = new HolidayHandler(guildClient);
    var statistics = new StatisticsHandler(guildClient, readModels.statistics());
    var calendars = new CalendarHandler(guildClient, calendarSecrets);
    var permissions = new PermissionsHandler(guildClient);
    var help = new HelpHandler(guildClient);
    return new CommandHandlers(
        Map.ofEntries(
            Map.entry(
                "task create", publicly(new CreateTaskHandler(guildClient, resolver)::handle)),
            Map.entry("quick", publicly(quickAdd::handle)),
            Map.entry("task list", ephemerally(lists::handle)),
            Map.entry("task show", ephemerally(tasks::show)),
            Map.entry(
                "task update",
                new CommandHandler(UpdateTaskHandler::responseMode, updates::handle)),
            Map.entry("task require", publicly(new RequireHandler(guildClient, resolver)::handle)),
            Map.entry("task assign", publicly(tasks::assign)),
            Map.entry("task claim", publicly(tasks::claim)),
            Map.entry("task release", publicly(occurrences::release)),
            Map.entry("task done", publicly(tasks::complete)),
            Map.entry("task approve", publicly(approvals::approve)),
            Map.entry("task reject", publicly(approvals::reject)),
            Map.entry("task undo", publicly(undos::undo)),
            Map.entry("task skip", publicly(occurrences::skip)),
            Map.entry("task snooze", ephemerally(occurrences::snooze)),
            Map.entry("task reschedule", publicly(occurrences::reschedule)),
            Map.entry(
                "task suggest", ephemerally(new SuggestHandler(guildClient, resolver)::handle)),
            Map.entry("task tick", publicly(occurrences::tick)),
            Map.entry("task delete", publicly(tasks::delete)),
            Map.entry("task restore", publicly(undos::restore)),
            Map.entry("undo", publicly(undos::undoLast)),
            Map.entry("today", ephemerally(agenda::today)),
            Map.entry("week", ephemerally(agenda::week)),
            Map.entry("away add", publicly(away::add)),
            Map.entry("away list", ephemerally(away::list)),
            Map.entry("away end", publicly(away::end)),
            Map.entry("swap", publicly(swaps::offer)),
            Map.entry("roster set", publicly(rosters::set)),
            Map.entry("roster show", ephemerally(rosters::show)),
            Map.entry("leaderboard", ephemerally(points::leaderboard)),
            Map.entry("points", ephemerally(points::points)),
            Map.entry("holidays show", ephemerally(holidays::show)),
            Map.entry("holidays country", ephemerally(holidays::country)),
            Map.entry("holidays add", ephemerally(holidays::add)),
            Map.entry("holidays remove", ephemerally(holidays::remove)),
            Map.entry("stats", ephemerally(statistics::show)),
            Map.entry("calendar", ephemerally(calendars::show)),
            Map.entry("roster next", ephemerally(new RosterForecastHandler(guildClient)::next)),
            Map.entry("category create", publicly(categories::create)),
            Map.entry("category list", ephemerally(categories::list)),
            Map.entry("category delete", publicly(categories::delete)),
            Map.entry("export", ephemerally(transfers::export)),
            Map.entry("import", ephemerally(transfers::dryRun)),
            Map.entry("privacy export", ephemerally(privacy::export)),
            Map.entry("privacy forget", ephemerally(privacy::forget)),
            Map.entry("board post", ephemerally(boards::post)),
            Map.entry("board remove", ephemerally(boards::remove)),
            Map.entry("permissions show", ephemerally(permissions::show)),
            Map.entry("permissions grant", ephemerally(permissions::grant)),
            Map.entry("permissions revoke", ephemerally(permissions::revoke)),
            Map.entry("settings", ephemerally(new SettingsHandler(guildClient)::handle)),
            Map.entry("setup", ephemerally(setup::begin)),
            Map.entry("dashboard", ephemerally(help::dashboard)),
            Map.entry("help", ephemerally(help::help))));
  }

  private static CommandHandler publicly(
      BiFunction<InteractionContext, CommandOptions, CompletionStage<InteractionReply>> action) {
    return new CommandHandler(_ -> ResponseMode.PUBLIC, action);
  }

  private static CommandHandler ephemerally(
      BiFunction<InteractionContext, CommandOptions, CompletionStage<InteractionReply>> action) {
    return new CommandHandler(_ -> ResponseMode.EPHEMERAL, action);
  }
}
