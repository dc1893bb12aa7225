package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.Optional;

/** CBOR as a tree. Touched only where a request brings CBOR: its library is optional. */
final class CborTrees {
    private CborTrees() {}

    static Optional<JsonNode> parse(byte[] bytes) {
        try {
            // By way of JSON: byte strings become base64 text.
            return Trees.parse(Trees.bytes(new CBORMapper().readTree(bytes)));
        } catch (IOException notCbor) {
            return Optional.empty();
        }
    }
}
