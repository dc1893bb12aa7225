package io.noderesource.backend.lvm.internal.engine;

/** Patterns of LVM's device filters (lvm.conf(5), {@code devices/filter}; {@code libdm/regex} in lvm2). */
final class DeviceFilter {

    private DeviceFilter() {}

    /**
     * A pattern that rejects one path, in double quotes.
     *
     * <p>LVM's expressions need no escape this way: what has a meaning there stands in brackets, and what has one in
     * brackets, in a configuration string or in a command line becomes a dot, which also matches other paths that
     * differ in that one character.
     */
    static String reject(String path) {
        StringBuilder pattern = new StringBuilder("\"r|^");
        path.codePoints().forEach(c -> {
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "/_:@=,%~-".indexOf(c) >= 0;
            if (plain) {
                pattern.appendCodePoint(c);
            } else if (".+*?(){}$".indexOf(c) >= 0) {
                pattern.append('[').appendCodePoint(c).append(']');
            } else {
                pattern.append(c < 0x80 ? "." : ".+");
            }
        });
        return pattern.append("$|\"").toString();
    }
}
