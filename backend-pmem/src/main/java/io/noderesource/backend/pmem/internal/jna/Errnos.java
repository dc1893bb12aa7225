package io.noderesource.backend.pmem.internal.jna;

import java.util.Map;

/** What the kernel and the library say of a call that fails (errno(3)). */
final class Errnos {

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "EPERM, no permission"),
            Map.entry(2, "ENOENT, no such thing"),
            Map.entry(5, "EIO, an error of the device"),
            Map.entry(6, "ENXIO, no such device or address"),
            Map.entry(11, "EAGAIN, not now"),
            Map.entry(12, "ENOMEM, no memory"),
            Map.entry(13, "EACCES, no permission"),
            Map.entry(16, "EBUSY, in use"),
            Map.entry(19, "ENODEV, no such device"),
            Map.entry(22, "EINVAL, an argument that it does not take"),
            Map.entry(28, "ENOSPC, no room"),
            Map.entry(30, "EROFS, /sys is mounted read-only"),
            Map.entry(95, "EOPNOTSUPP, not supported; is the node's /dev there?"),
            Map.entry(110, "ETIMEDOUT, no answer in time"));

    private Errnos() {}

    static String name(int errno) {
        return NAMES.getOrDefault(errno, "errno " + errno);
    }
}
