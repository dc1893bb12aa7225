package io.noderesource.plan;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A person's word that one refused thing may be done nevertheless.
 *
 * @param hash the hash that the {@link Refusal} showed: it stands for the node, the address, the device's identity,
 *     the digest of what is on it, and the steps proposed. Anything different on the device gives another hash
 * @param expires when the word ends
 */
public record Consent(String hash, Instant expires) {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public Consent {
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("a consent names the 64 hexadecimal digits that a refusal shows");
        }
    }
}
