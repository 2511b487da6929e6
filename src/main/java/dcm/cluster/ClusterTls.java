package dcm.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.remote.artery.tcp.ConfigSSLEngineProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.3 between nodes. Both sides present a certificate of the cluster's authority, and the
 * client verifies that the server's certificate matches the address. Certificates that are replaced
 * on disk are loaded after {@code reload-interval}, for new connections.
 *
 * <p>Pekko's own provider with rotating keys does not verify host names and does not read elliptic
 * curve keys.
 */
public final class ClusterTls extends ConfigSSLEngineProvider {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterTls.class);
  private static final String[] PROTOCOLS = {"TLSv1.3"};

  private final PemFiles files;
  private final Duration reloadInterval;
  private final AtomicReference<Loaded> loaded;

  /**
   * @param loadedAtNanos by {@code System.nanoTime()}
   */
  private record Loaded(SSLContext context, long loadedAtNanos) {}

  /**
   * Created by Pekko, which finds the class name in the configuration.
   *
   * @throws IllegalArgumentException when the files cannot be loaded
   */
  public ClusterTls(ActorSystem system) {
    super(system);
    var tls = system.settings().config().getConfig("dcm.cluster.tls");
    this.files = new PemFiles(Path.of(tls.getString("directory")));
    this.reloadInterval = tls.getDuration("reload-interval");
    try {
      this.loaded = new AtomicReference<>(new Loaded(files.context(), System.nanoTime()));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("Cannot load the certificates in " + files.directory(), e);
    }
  }

  @Override
  public SSLEngine createServerSSLEngine(String hostname, int port) {
    var engine = context().createSSLEngine(hostname, port);
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(true);
    engine.setEnabledProtocols(PROTOCOLS);
    return engine;
  }

  @Override
  public SSLEngine createClientSSLEngine(String hostname, int port) {
    var engine = context().createSSLEngine(hostname, port);
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(PROTOCOLS);
    var parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }

  private SSLContext context() {
    var current = loaded.get();
    if (System.nanoTime() - current.loadedAtNanos() < reloadInterval.toNanos()) {
      return current.context();
    }
    // one connection reloads them, the others use the loaded ones
    var extended = new Loaded(current.context(), System.nanoTime());
    if (!loaded.compareAndSet(current, extended)) {
      return current.context();
    }
    try {
      var fresh = new Loaded(files.context(), extended.loadedAtNanos());
      loaded.compareAndSet(extended, fresh);
      return fresh.context();
    } catch (IOException | GeneralSecurityException e) {
      LOG.warn(
          "Reloading the certificates in {} failed; continuing with the loaded ones",
          files.directory(),
          e);
      return extended.context();
    }
  }
}
