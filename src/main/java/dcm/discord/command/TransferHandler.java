package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import dcm.discord.client.AsyncFailures;
import dcm.discord.client.FileDownloadException;
import dcm.discord.client.FileDownloader;
import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.text.MarkdownEscape;
import dcm.guild.command.NotificationCommand;
import dcm.guild.value.ImportId;
import dcm.guild.value.MemberId;
import dcm.guild.value.UuidV7;
import dcm.notify.MessageBundle;
import dcm.transfer.ImportException;
import dcm.transfer.ImportJob;
import dcm.transfer.ImportReport;
import dcm.transfer.ImportRow;
import dcm.transfer.TaskExports;
import dcm.transfer.TaskImports;
import dcm.transfer.format.ParsedFile;
import dcm.transfer.format.ParsedRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.StreamLimitReachedException;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** {@code /export} and {@code /import}: tasks as a file, there and back. */
public final class TransferHandler {
  /** Below Discord's smallest limit of 10 MiB. */
  private static final long MAX_EXPORT_BYTES = 8L * 1_024 * 1_024;

  /** Each file is held in memory while it is downloaded and read. */
  private static final int MAX_CONCURRENT = 2;

  private static final int MAX_PROBLEMS = 5;
  private static final int MAX_NAMES = 20;

  private final ActorSystem<?> system;
  private final DiscordGuildClient guildClient;
  private final FileDownloader downloader;
  private final TaskExports exports;
  private final TaskImports imports;
  private final Semaphore permits = new Semaphore(MAX_CONCURRENT);

  public TransferHandler(
      ActorSystem<?> system,
      DiscordGuildClient guildClient,
      FileDownloader downloader,
      TaskExports exports,
      TaskImports imports) {
    this.system = system;
    this.guildClient = guildClient;
    this.downloader = downloader;
    this.exports = exports;
    this.imports = imports;
  }

  public CompletionStage<InteractionReply> export(
      InteractionContext context, CommandOptions options) {
    var format =
        "csv".equals(options.text("format")) ? TaskExports.Format.CSV : TaskExports.Format.JSON;
    return exports
        .open(context.guild(), context.caller(), format)
        .thenCompose(export ->
            export
                .bytes()
                .limitWeighted(MAX_EXPORT_BYTES, bytes -> (long) bytes.size())
                .runFold(ByteString.emptyByteString(), ByteString::concat, system))
        .<InteractionReply>thenApply(bytes ->
            new InteractionReply.NewFile(
                Message.text(context.messages().format("export.done")),
                "dcm-tasks-" + context.guild() + "." + format.name().toLowerCase(Locale.ROOT),
                bytes.toArray()))
        .exceptionallyCompose(failure ->
            failedFuture(
                AsyncFailures.cause(failure) instanceof StreamLimitReachedException
                    ? new InvalidInputException(context.messages().format("export.too-large"))
                    : failure));
  }

  /** Shows what an import of a file would do, with a button that does it. */
  public CompletionStage<InteractionReply> dryRun(
      InteractionContext context, CommandOptions options) {
    var messages = context.messages();
    var file = options.file("file");
    if (file == null) {
      throw new InvalidInputException(messages.format("import.no-file"));
    }
    if (file.bytes() > TaskImports.MAX_FILE_BYTES) {
      throw new InvalidInputException(messages.format("import.too-large"));
    }
    if (!permits.tryAcquire()) {
      throw new InvalidInputException(messages.format("problem.busy"));
    }
    var id = new ImportId(UuidV7.at(context.receivedAt(), ThreadLocalRandom.current()));
    return downloader
        .download(file, (int) TaskImports.MAX_FILE_BYTES)
        .exceptionallyCompose(failure ->
            failedFuture(
                AsyncFailures.cause(failure) instanceof FileDownloadException
                    ? new InvalidInputException(messages.format("import.not-downloaded"))
                    : failure))
        .thenCompose(bytes ->
            // an import goes on without the member, so the guild has to know them
            guildClient
                .decide(context, "seen", new NotificationCommand.MarkRead(0))
                .thenCompose(_ ->
                    imports.dryRun(
                        context.guild(),
                        context.caller(),
                        new TaskImports.Upload(id, bytes, null, Map.of()))))
        .<InteractionReply>thenApply(
            report -> new InteractionReply.NewMessage(dryRun(context, report), true))
        .exceptionallyCompose(failure -> failedFuture(inWords(failure, messages)))
        .whenComplete((_, _) -> permits.release());
  }

  private static Message dryRun(InteractionContext context, ImportReport report) {
    var messages = context.messages();
    var lines = new ArrayList<String>();
    lines.add(
        messages.format(
            "import.ready",
            report.count(ImportJob.Fate.CREATE),
            report.count(ImportJob.Fate.DUPLICATE),
            report.count(ImportJob.Fate.SKIP),
            report.count(ImportJob.Fate.ERROR)));
    report.problems().stream()
        .limit(MAX_PROBLEMS)
        .forEach(row -> lines.add(problem(row, messages)));
    var strangers = strangers(report.job().details());
    if (!strangers.isEmpty()) {
      lines.add(
          messages.format(
              "import.strangers",
              MarkdownEscape.singleLine(
                  String.join(", ", strangers.stream().limit(MAX_NAMES).toList()))));
    }
    return Message.text(String.join("\n", lines))
        .withButtons(
            List.of(
                button(context, Message.Style.PRIMARY, ImportButtonId.Action.APPLY, report),
                button(context, Message.Style.SECONDARY, ImportButtonId.Action.CANCEL, report)));
  }

  private static String problem(ImportRow row, MessageBundle messages) {
    ParsedRow.RowProblem problem = row.problem();
    return messages.format(
        "import.problem",
        row.line(),
        MarkdownEscape.singleLine(row.title()),
        problem == null ? "" : problem.code());
  }

  private static Message.Button button(
      InteractionContext context,
      Message.Style style,
      ImportButtonId.Action action,
      ImportReport report) {
    return new Message.Button(
        style,
        context.messages().format("button.import-" + action.name().toLowerCase(Locale.ROOT)),
        new ImportButtonId(action, context.guild(), report.job().id()).toString());
  }

  /** Names in the file that are no members'. */
  private static Set<String> strangers(ImportJob.Details details) {
    var names = new TreeSet<String>();
    for (Map.Entry<MemberId, ParsedFile.Person> person : details.people().entrySet()) {
      if (!details.members().containsKey(person.getKey())) {
        names.add(person.getValue().name());
      }
    }
    return names;
  }

  /** Carries out a button of an import. */
  public CompletionStage<InteractionReply> handle(
      InteractionContext context, ImportButtonId button) {
    var messages = context.messages();
    if (!context.guild().equals(button.guild())) {
      throw new InvalidInputException(messages.format("problem.old-button"));
    }
    CompletionStage<Message> message =
        switch (button.action()) {
          case CANCEL -> completedFuture(Message.text(messages.format("import.cancelled")));
          case APPLY ->
              apply(context, button.importId())
                  .thenApply(report ->
                      Message.text(
                              messages.format(
                                  "import.begun",
                                  report.count(ImportJob.Fate.CREATE)
                                      + report.count(ImportJob.Fate.CREATED)))
                          .withButtons(
                              List.of(
                                  button(
                                      context,
                                      Message.Style.DANGER,
                                      ImportButtonId.Action.UNDO,
                                      report))));
          case UNDO ->
              imports
                  .undo(context.guild(), context.caller(), button.importId())
                  .thenApply(_ -> Message.text(messages.format("import.undoing")));
        };
    return message
        .<InteractionReply>thenApply(InteractionReply.UpdateMessage::new)
        .exceptionallyCompose(failure -> failedFuture(inWords(failure, messages)));
  }

  /** The tasks of strangers become nobody's, as the dry run said. */
  private CompletionStage<ImportReport> apply(InteractionContext context, ImportId id) {
    return imports
        .find(context.guild(), context.caller(), id, -1, 1)
        .thenCompose(report -> {
          var nobody = new HashMap<String, @Nullable MemberId>();
          strangers(report.job().details()).forEach(name -> nobody.put(name, null));
          return imports.apply(context.guild(), context.caller(), id, nobody);
        });
  }

  private static Throwable inWords(Throwable failure, MessageBundle messages) {
    return AsyncFailures.cause(failure) instanceof ImportException refused
        ? new InvalidInputException(words(refused, messages))
        : failure;
  }

  private static String words(ImportException refused, MessageBundle messages) {
    return switch (refused) {
      case ImportException.UnreadableException unreadable -> {
        Integer line = unreadable.reason().line();
        yield switch (unreadable.reason().code()) {
          case "not-utf8" -> messages.format("import.not-utf8", line == null ? 1 : line);
          case "no-header" -> messages.format("import.no-header");
          default -> messages.format("import.unreadable", unreadable.reason().code());
        };
      }
      case ImportException.YieldsNothingException nothing -> {
        var lines = new ArrayList<>(List.of(messages.format("import.nothing")));
        nothing.rows().stream()
            .limit(MAX_PROBLEMS)
            .forEach(row -> lines.add(problem(row, messages)));
        yield String.join("\n", lines);
      }
      case ImportException.UnknownImportException _,
          ImportException.OtherFileException _,
          ImportException.UnmappedPeopleException _ ->
          messages.format("import.gone");
      case ImportException.AlreadyRunningException _ -> messages.format("import.running");
      case ImportException.WrongStateException _ -> messages.format("import.wrong-state");
      case ImportException.TooLateException _ -> messages.format("import.too-late");
    };
  }
}
