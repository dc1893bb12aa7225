package io.noderesource.examples.nrm;

import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the EdgeX is, and how one is let in. */
final class EdgexOptions {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--edgex",
            paramLabel = "URL",
            required = true,
            description = {
                "Where EdgeX is: http://HOST for services at their usual ports, or the URL of a gateway with a port or"
                        + " a path,",
                "such as https://HOST:8443, below which each service has its name."
            })
    private String url = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the token that EdgeX's secure mode wants; it is read anew for each token that is"
                    + " asked for.")
    private @Nullable Path tokenFile;

    EdgexClient open() throws IOException {
        EdgexClient.Builder builder = EdgexClient.builder();
        URI address = address();
        try {
            if (address.getPort() < 0
                    && address.getScheme().equals("http")
                    && address.getPath().isEmpty()) {
                builder.host(address.getHost());
            } else {
                builder.gateway(address);
            }
        } catch (IllegalArgumentException e) {
            throw wrong("--edgex: " + e.getMessage());
        }
        Path file = tokenFile;
        if (file != null) {
            read(file); // a file that is not there is told before anything else
            builder.tokens(() -> CompletableFuture.supplyAsync(() -> token(file)));
        }
        return builder.build();
    }

    private static Token token(Path file) {
        try {
            return Token.of(read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    private URI address() {
        try {
            URI address = new URI(url);
            if (address.getHost() != null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return address;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw wrong("--edgex is no URL such as http://edge-1 or https://edge-1:8443");
    }

    private CommandLine.ParameterException wrong(String what) {
        CommandSpec mine = spec;
        return new CommandLine.ParameterException(mine == null ? new CommandLine(this) : mine.commandLine(), what);
    }
}
