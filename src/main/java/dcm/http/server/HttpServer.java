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
 * Listens. Connections are taken from TCP by ourselves, because only there they can be counted and
 * given a deadline; what they say is Pekko HTTP's to read and {@link RequestPipeline}'s to answer.
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

  /** An open port. */
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

    /** Takes no more connections. */
    public CompletionStage<Done> unbind() {
      listening = false;
      return binding.unbind().thenApply(_ -> Done.getInstance());
    }

    /** Cuts the connections that are left. */
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
            // as the kernel would have it, megabytes wait there for a reader who does not read
            List.of(TcpSO.sendBufferSize(settings.sendBufferSize())),
            false,
            Optional.<Duration>empty())
        .to(Sink.foreach(server::accept))
        .run(system)
        .thenApply(binding -> new Binding(server, binding));
  }

  /** Never throws: that would end the listening. */
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
   * A connection of a trusted proxy belongs to whose request is on it, and to nobody in between:
   * proxies keep connections for whoever comes next. A WebSocket is its visitor's until its end.
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

  /** Pekko's types for "TLS, but without TLS" fit together only up to variance. */
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
