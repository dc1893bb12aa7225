package io.noderesource.edgex.internal.http;

import java.net.URI;
import java.util.Locale;

/**
 * Where a service is.
 *
 * @param service its name, for messages
 * @param base scheme, authority and the path that a gateway wants before {@code /api}; without a slash at the end
 */
public record Endpoint(String service, URI base) {
    /**
     * Where a service is.
     *
     * @throws IllegalArgumentException when the address is not one of HTTP, or has a user, query or fragment
     */
    public Endpoint {
        String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || base.getHost() == null) {
            throw new IllegalArgumentException("the address of " + service
                    + " must be http://HOST or https://HOST, with a port and a path or without");
        }
        if (base.getRawUserInfo() != null || base.getRawQuery() != null || base.getRawFragment() != null) {
            // Not shown: what stands there may be a password.
            throw new IllegalArgumentException("the address of " + service
                    + " must have no user, query or fragment; give a TokenSupplier instead");
        }
        String text = base.toString();
        base = URI.create(text.replaceAll("/+$", ""));
    }

    URI resolve(String target) {
        return URI.create(base + target);
    }
}
