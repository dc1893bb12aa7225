package io.noderesource.edgex.internal.http;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** RFC 3986, 2.1: everything but the unreserved characters, as UTF-8. */
final class PercentEncoding {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private PercentEncoding() {}

    static String encode(String text) {
        // A segment of dots only would be taken for a step up (RFC 3986, 5.2.4).
        boolean onlyDots = text.equals(".") || text.equals("..");
        byte[] bytes = utf8(text);
        StringBuilder encoded = new StringBuilder(bytes.length);
        for (byte next : bytes) {
            char character = (char) (next & 0xff);
            if (UNRESERVED.indexOf(character) >= 0 && !onlyDots) {
                encoded.append(character);
            } else {
                encoded.append('%').append(HEX[(next >> 4) & 0xf]).append(HEX[next & 0xf]);
            }
        }
        return encoded.toString();
    }

    /** A text as UTF-8, and never as another text. */
    static byte[] utf8(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw EdgexException.builder(ErrorKind.INVALID, "a text with half a character can not be written as UTF-8")
                    .cause(e)
                    .build();
        }
    }
}
