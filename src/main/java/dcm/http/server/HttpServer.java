package dcm.http.server;

import dcm.http.HttpSettings;
import dcm.http.pipeline.RequestPipeline;
import dcm.http.problem.Problems;
import dcm.http.security.ClientAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.io.TcpSO;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts TCP connections. Pekko HTTP's own server is not used, because connections must be counted
 * and their requests need a receive timeout; parsing is Pekko HTTP's, and {@link RequestPipeline}
 * answers.
 */
public final class HttpServer {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final int BACKLOG = 256;
  private static final int SWITCHING_PROTOCOLS = 101;

  private final ActorSystem<?> system;
  private final HttpSettings settings;
  private final RequestPipeline pipeline;
  private final ServerSettings serverSettings;
  private final ConnectionLimiter connectionLimiter;
  private final SharedKillSwitch killSwitch = KillSwitches.shared("http-connections");

  private HttpServer(ActorSystem<?> system, HttpSettings settings, RequestPipeline pipeline) {
    this.system = system;
    this.settings = settings;
    this.pipeline = pipeline;
    this.serverSettings = ServerSettings.create(settings.pekkoConfig());
    this.connectionLimiter = new ConnectionLimiter(settings);
  }

  /** A bound port. */
  public static final class Binding {
    private final HttpServer server;
    private final Tcp.ServerBinding binding;
    private volatile boolean listening = true;

    private Binding(HttpServer server, Tcp.ServerBinding binding) {
      this.server = server;
      this.binding = binding;
    }

    public InetSocketAddress address() {
      return binding.localAddress();
    }

    public boolean listening() {
      return listening;
    }

    /** Stops accepting connections. */
    public CompletionStage<Done> unbind() {
      listening = false;
      return binding.unbind().thenApply(_ -> Done.getInstance());
    }

    /** Aborts the remaining connections. */
    public void abortConnections() {
      server.killSwitch.shutdown();
    }

    public int connectionCount() {
      return server.connectionLimiter.count();
    }
  }

  public static CompletionStage<Binding> listen(
      ActorSystem<?> system, HttpSettings settings, RequestPipeline pipeline) {
    var server = new HttpServer(system, settings, pipeline);
    return Tcp.get(system)
        .bind(
            settings.host(),
            settings.port(),
            BACKLOG,
            // the kernel's default buffers megabytes for a client that does not read
            List.of(TcpSO.sendBufferSize(settings.sendBufferSize())),
            false,
            Optional.<Duration>empty())
        .to(Sink.foreach(server::accept))
        .run(system)
        .thenApply(binding -> new Binding(server, binding));
  }

  /** Runs one connection. Never throws: an exception would end the listener. */
  private void accept(Tcp.IncomingConnection connection) {
    var peer = connection.remoteAddress().getAddress();
    if (!connectionLimiter.tryAcquire(peer)) {
      connection.handleWith(
          Flow.fromSinkAndSource(
              Sink.cancelled(), Source.single(RawErrorResponses.tooManyConnections())),
          system);
      return;
    }
    var connectionState = new ConnectionState();
    Flow<HttpRequest, HttpResponse, NotUsed> handler =
        Flow.of(HttpRequest.class).mapAsync(1, request -> respond(request, peer, connectionState));
    Flow<ByteString, ByteString, CompletionStage<Done>> byteFlow =
        handler
            .join(protocolLayers(connectionState))
            .via(killSwitch.flow())
            .watchTermination(Keep.right());
    connection
        .flow()
        .joinMat(byteFlow, Keep.right())
        .run(system)
        .whenComplete((_, failure) -> {
          connectionLimiter.release(peer);
          connectionState.closed();
          if (failure != null) {
            LOG.debug("Connection from {} failed: {}", peer, failure.getMessage());
          }
        });
  }

  /**
   * Answers a request. On a connection from a trusted proxy the request is counted for its client
   * only while it is being answered, because proxies reuse connections; a WebSocket is counted
   * until it ends.
   */
  private CompletionStage<HttpResponse> respond(
      HttpRequest request, InetAddress peer, ConnectionState connectionState) {
    if (!settings.trustedProxies().contains(peer)) {
      return pipeline.respond(request, peer, false, connectionState);
    }
    var clientAddress = ClientAddress.resolve(request, peer, settings.trustedProxies());
    if (!connectionLimiter.tryAcquireProxied(clientAddress)) {
      return pipeline.reject(request, Problems.tooManyConnections(), connectionState);
    }
    return pipeline
        .respond(request, clientAddress, true, connectionState)
        .whenComplete((response, _) -> {
          if (response != null && response.status().intValue() == SWITCHING_PROTOCOLS) {
            connectionState.onClosed(() -> connectionLimiter.releaseProxied(clientAddress));
          } else {
            connectionLimiter.releaseProxied(clientAddress);
          }
        });
  }

  private BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> protocolLayers(
      ConnectionState connectionState) {
    return withoutTls()
        .atop(
            BidiFlow.fromGraph(
                new ConnectionGuardStage(
                    connectionState,
                    settings.requestReceiveTimeout(),
                    settings.live().pingInterval(),
                    settings.sendStallTimeout())))
        .atop(BidiFlow.bidirectionalIdleTimeout(settings.idleTimeout()));
  }

  /**
   * Pekko HTTP's server layer on plain TCP. The cast is needed because the type parameters of
   * {@link TLSPlacebo} are invariant in Java.
   */
  @SuppressWarnings("unchecked")
  private BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> withoutTls() {
    var tlsPlacebo =
        (BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed>)
            (BidiFlow<?, ?, ?, ?, ?>) TLSPlacebo.getInstance();
    return Http.get(system).serverLayer(serverSettings).atop(tlsPlacebo);
  }

  public static URI url(InetSocketAddress address) {
    var host = address.getAddress().isAnyLocalAddress() ? "127.0.0.1" : address.getHostString();
    return URI.create("http://" + host + ":" + address.getPort() + "/");
  }
}
