package io.noderesource.edgex.events.mqtt;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.events.EnvelopeDecoder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Supplier;

/** A program that uses what needs optional libraries, and prints how that went. */
final class OptionalLibraries {

    private OptionalLibraries() {}

    public static void main(String[] arguments) {
        EnvelopeDecoder decoder = new EnvelopeDecoder();
        attempt(() -> {
            decoder.decode("{\"payload\":null}".getBytes(StandardCharsets.UTF_8));
            return "json read";
        });
        attempt(() -> {
            decoder.decode(HexFormat.of().parseHex("a1677061796c6f6164f6"));
            return "cbor read";
        });
        attempt(() -> MqttTransport.to(URI.create("tcp://localhost")).build().toString());
    }

    private static void attempt(Supplier<String> use) {
        try {
            System.out.println(use.get());
        } catch (EdgexException e) {
            System.out.println(e.kind() + " " + e.getMessage());
        }
    }
}
