package io.noderesource.edgex;

import io.noderesource.edgex.internal.http.Transport;
import io.noderesource.edgex.internal.http.TransportSettings;
import java.net.http.HttpClient;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes transports over the runtime's HTTP client. */
final class Connections {
    private Connections() {}

    static Transport transport(TransportSettings settings, @Nullable SSLContext tls) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), Connections::thread);
        HttpClient.Builder http = HttpClient.newBuilder()
                .version(
                        HttpClient.Version
                                .HTTP_1_1) // without TLS EdgeX knows no other, and to ask costs each connection
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connect())
                .executor(threads);
        if (tls != null) {
            http.sslContext(tls);
        }
        return new Transport(http.build(), settings, threads);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "noderesource-edgex");
        thread.setDaemon(true);
        return thread;
    }
}
