package io.noderesource.edgex.internal.cbor;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.json.JsonLimits;

/** CBOR (RFC 8949) as EdgeX uses it: another spelling of {@link Json}. */
public final class Cbor {

    private Cbor() {}

    /**
     * Whether these octets start as a map of CBOR does, with or without the tag that says that it is CBOR. No JSON starts
     * so.
     *
     * @param octets any
     * @return whether they do
     */
    public static boolean isMap(byte[] octets) {
        if (octets.length == 0) {
            return false;
        }
        int first = octets[0] & 0xFF;
        boolean tagged = first == 0xD9 && octets.length > 2 && (octets[1] & 0xFF) == 0xD9 && (octets[2] & 0xFF) == 0xF7;
        return tagged || (first >= 0xA0 && first <= 0xBF);
    }

    /**
     * Reads one value, and nothing after it.
     *
     * @param octets CBOR
     * @param limits how much is read before it is refused
     * @return the value; octets within it as base64 text, as Go writes them
     * @throws EdgexException of kind {@code PROTOCOL} when it is no CBOR or not to be said in JSON, {@code LIMIT} when it
     *     exceeds a limit, {@code NOT_INSTALLED} without the library
     */
    public static Json read(byte[] octets, JsonLimits limits) {
        try {
            return CborReader.read(octets, limits);
        } catch (NoClassDefFoundError e) {
            throw EdgexException.builder(
                            ErrorKind.NOT_INSTALLED,
                            "cannot read CBOR: the library for it is not there; add"
                                    + " com.fasterxml.jackson.dataformat:jackson-dataformat-cbor, and on the module path"
                                    + " also --add-modules com.fasterxml.jackson.dataformat.cbor")
                    .cause(e)
                    .build();
        }
    }
}
