package io.noderesource.edgex.events;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * How EdgeX 3.1 and later writes names into topics where {@code EnableNameFieldEscape} is on: percent-encoded, and
 * {@code - . _ ~ +} as well, which part or match levels on one bus or another.
 *
 * <p>Source: go-mod-core-contracts, {@code common.URLEncode}.
 */
public final class NameFieldEscape {

    /** Besides letters and digits, what stays as it is: Go's {@code url.PathEscape} leaves these and {@code - . _ ~ +}. */
    private static final String KEPT = "$&=:@";

    private NameFieldEscape() {}

    /**
     * A name as EdgeX escapes it.
     *
     * @param name any name
     * @return a level of a topic
     */
    public static String escape(String name) {
        StringBuilder escaped = new StringBuilder(name.length() + 16);
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            if (isKept(octet)) {
                escaped.append((char) octet);
            } else {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        return escaped.toString();
    }

    /**
     * The name that a level of a topic stands for, whether EdgeX escapes names or not, which a topic does not say.
     *
     * <p>A level that no escaping can have given is the name itself. Only a name that looks escaped although EdgeX does not
     * escape is read wrongly; the payload tells it rightly.
     *
     * @param level one level of a topic
     * @return the name
     */
    public static String unescape(String level) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(level.length());
        int i = 0;
        while (i < level.length()) {
            char c = level.charAt(i);
            if (c == '%' && i + 2 < level.length() && isHex(level.charAt(i + 1)) && isHex(level.charAt(i + 2))) {
                octets.write(HexFormat.fromHexDigits(level, i + 1, i + 3));
                i += 3;
            } else if (c < 0x80 && isKept((byte) c)) {
                octets.write(c);
                i++;
            } else {
                return level;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return level;
        }
    }

    private static boolean isHex(char c) {
        // Go writes capital digits.
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
    }

    private static boolean isKept(byte octet) {
        return (octet >= '0' && octet <= '9')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= 'a' && octet <= 'z')
                || (octet > 0 && KEPT.indexOf(octet) >= 0);
    }
}
