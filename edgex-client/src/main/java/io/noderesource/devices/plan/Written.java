package io.noderesource.devices.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a status keeps of a value that can only be written: that it was, and not what it is, which may be a secret. */
final class Written {

    private static final int BYTES = 16;

    private Written() {}

    /** The mark of a value. */
    static String mark(String desired) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(desired.getBytes(StandardCharsets.UTF_8));
            return "written, sha256 " + HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
