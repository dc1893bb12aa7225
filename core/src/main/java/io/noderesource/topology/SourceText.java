package io.noderesource.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One text of a source.
 *
 * @param name what to call it in diagnostics
 * @param key the ConfigMap's key that it is the value of; null when it is a document of its own
 * @param text the text
 */
record SourceText(String name, @Nullable String key, String text) {

    static String fingerprint(List<SourceText> texts) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
        for (SourceText text : texts) {
            add(digest, text.key == null ? "" : text.key);
            add(digest, text.text);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }
}
