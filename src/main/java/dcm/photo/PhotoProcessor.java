package dcm.photo;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Checks uploads and encodes them again, one at a time: the memory of one decoding is bounded, and
 * so is their sum.
 */
public final class PhotoProcessor implements AutoCloseable {
  public static final int MAX_UPLOAD_BYTES = 10 * 1_024 * 1_024;
  public static final int MAX_SIDE = 2_048;
  public static final int MAX_THUMBNAIL_SIDE = 320;

  /** Waiting uploads are held in memory. */
  private static final int MAX_WAITING = 4;

  private static final Duration IDLE = Duration.ofMinutes(1);

  private final ThreadPoolExecutor executor;

  public PhotoProcessor() {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("dcm-photo").daemon().factory());
    executor.allowCoreThreadTimeOut(true);
  }

  /**
   * Processes an upload on a thread of its own. The stage never fails because of the upload.
   *
   * @param upload the whole file; not to be changed meanwhile
   */
  public CompletionStage<PhotoResult> process(byte[] upload) {
    try {
      return CompletableFuture.supplyAsync(() -> convert(upload), executor);
    } catch (RejectedExecutionException full) {
      return CompletableFuture.completedFuture(
          new PhotoResult.Rejected(new PhotoRejection.ProcessorBusy()));
    }
  }

  /** The same on the calling thread. */
  static PhotoResult convert(byte[] upload) {
    if (upload.length == 0) {
      return new PhotoResult.Rejected(new PhotoRejection.EmptyUpload());
    }
    if (upload.length > MAX_UPLOAD_BYTES) {
      return new PhotoResult.Rejected(new PhotoRejection.UploadTooLarge(MAX_UPLOAD_BYTES));
    }
    var type = FileType.of(upload);
    if (!type.isSupported()) {
      return new PhotoResult.Rejected(new PhotoRejection.UnsupportedType(type));
    }
    try {
      var photo = PhotoDecoder.decode(upload, type, MAX_SIDE);
      return new PhotoResult.Processed(
          JpegEncoder.encode(photo), JpegEncoder.encode(photo.reducedTo(MAX_THUMBNAIL_SIDE)));
    } catch (PhotoDecoder.UndecodableException undecodable) {
      return new PhotoResult.Rejected(undecodable.reason());
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
