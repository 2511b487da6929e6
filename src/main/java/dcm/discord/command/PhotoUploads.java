package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.failedFuture;

import dcm.discord.client.AsyncFailures;
import dcm.discord.client.FileDownloadException;
import dcm.discord.client.FileDownloader;
import dcm.discord.client.Interaction;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.entity.GuildException.RefusedException;
import dcm.guild.command.AttachmentCommand;
import dcm.guild.value.Attachment;
import dcm.guild.value.AttachmentId;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import dcm.guild.value.UuidV7;
import dcm.notify.MessageBundle;
import dcm.photo.EncodedPhoto;
import dcm.photo.PhotoProcessor;
import dcm.photo.PhotoRejection;
import dcm.photo.PhotoResult;
import dcm.view.AttachmentStore;
import dcm.view.AttachmentStore.NewAttachment;
import java.security.SecureRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/** Adds the photos of slash commands to occurrences. */
public final class PhotoUploads {
  /** Each is held in memory while it is downloaded and processed. */
  private static final int MAX_CONCURRENT = 4;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final DiscordGuildClient guildClient;
  private final FileDownloader downloader;
  private final PhotoProcessor processor;
  private final AttachmentStore store;
  private final Semaphore permits = new Semaphore(MAX_CONCURRENT);

  public PhotoUploads(
      DiscordGuildClient guildClient,
      FileDownloader downloader,
      PhotoProcessor processor,
      AttachmentStore store) {
    this.guildClient = guildClient;
    this.downloader = downloader;
    this.processor = processor;
    this.store = store;
  }

  /**
   * Downloads a photo at once, because its link expires, and adds it to an occurrence. Fails with
   * {@link InvalidInputException} when it cannot be used, and as {@link DiscordGuildClient} does.
   *
   * @param number of the photo among those of the interaction, from 0
   */
  CompletionStage<Attachment> add(
      InteractionContext context,
      TaskId task,
      int ordinal,
      Interaction.UploadedFile file,
      int number) {
    var messages = context.messages();
    if (file.bytes() > PhotoProcessor.MAX_UPLOAD_BYTES) {
      return failedFuture(
          rejected(new PhotoRejection.UploadTooLarge(PhotoProcessor.MAX_UPLOAD_BYTES), messages));
    }
    if (!permits.tryAcquire()) {
      return failedFuture(rejected(new PhotoRejection.ProcessorBusy(), messages));
    }
    return downloader
        .download(file, PhotoProcessor.MAX_UPLOAD_BYTES)
        .exceptionallyCompose(failure ->
            failedFuture(
                AsyncFailures.cause(failure) instanceof FileDownloadException
                    ? new InvalidInputException(messages.format("photo.not-downloaded"))
                    : failure))
        .thenCompose(processor::process)
        .thenCompose(result ->
            switch (result) {
              case PhotoResult.Rejected(var reason) -> failedFuture(rejected(reason, messages));
              case PhotoResult.Processed photo -> save(context, task, ordinal, photo, number);
            })
        .whenComplete((_, _) -> permits.release());
  }

  private CompletionStage<Attachment> save(
      InteractionContext context,
      TaskId task,
      int ordinal,
      PhotoResult.Processed photo,
      int number) {
    var attachment =
        new NewAttachment(
            task,
            new AttachmentId(UuidV7.at(context.receivedAt(), RANDOM)),
            context.caller().id(),
            context.receivedAt(),
            photo);
    var command =
        new AttachmentCommand.Add(
            new TaskRef.ById(task),
            ordinal,
            attachment.id(),
            EncodedPhoto.MEDIA_TYPE,
            attachment.bytes(),
            store.quota());
    return store.save(
        context.guild(),
        attachment,
        () -> guildClient.decide(context, "photo-" + number, command),
        failure -> AsyncFailures.cause(failure) instanceof RefusedException);
  }

  private static InvalidInputException rejected(PhotoRejection reason, MessageBundle messages) {
    return new InvalidInputException(
        switch (reason) {
          case PhotoRejection.EmptyUpload _ -> messages.format("photo.damaged");
          case PhotoRejection.UploadTooLarge(var limit) ->
              messages.format("photo.too-large", limit / (1_024 * 1_024));
          case PhotoRejection.UnsupportedType(var type) ->
              messages.format("photo.unsupported", type.label());
          case PhotoRejection.TooManyPixels(var width, var height, var limit) ->
              messages.format("photo.too-many-pixels", width, height, limit / 1_000_000);
          case PhotoRejection.DamagedPhoto _ -> messages.format("photo.damaged");
          case PhotoRejection.ProcessorBusy _ -> messages.format("photo.busy");
        });
  }
}
