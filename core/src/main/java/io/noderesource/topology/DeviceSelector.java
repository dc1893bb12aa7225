package io.noderesource.topology;

import io.noderesource.base.ByteSize;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses block devices by what they are; all criteria that are given must hold.
 *
 * <p>Texts are compared with regard to case; {@code path}, {@code link}, {@code model} and {@code serial} may hold the
 * wildcards {@code *}, {@code ?} and {@code [...]} of glob(7), always against the whole text.
 *
 * @param path device node, such as {@code /dev/vd*}
 * @param link link below {@code /dev/disk}, such as {@code /dev/disk/by-id/virtio-NR-*}
 * @param wwn world wide name, exactly
 * @param serial serial number
 * @param model model
 * @param minSize smallest size
 * @param maxSize largest size
 * @param rotational whether it spins
 * @param count how many devices to take at most; null for all
 */
public record DeviceSelector(
        @Nullable String path,
        @Nullable String link,
        @Nullable String wwn,
        @Nullable String serial,
        @Nullable String model,
        @Nullable ByteSize minSize,
        @Nullable ByteSize maxSize,
        @Nullable Boolean rotational,
        @Nullable Integer count) {

    public DeviceSelector {
        if (path == null
                && link == null
                && wwn == null
                && serial == null
                && model == null
                && minSize == null
                && maxSize == null
                && rotational == null) {
            throw new IllegalArgumentException("a device selector needs at least one criterion");
        }
        if (count != null && count < 1) {
            throw new IllegalArgumentException("count must be at least 1");
        }
        if (minSize != null && maxSize != null && minSize.compareTo(maxSize) > 0) {
            throw new IllegalArgumentException("minSize must not be larger than maxSize");
        }
    }

    /** Devices with this serial number. */
    public static DeviceSelector serial(String serial) {
        return new DeviceSelector(null, null, null, Objects.requireNonNull(serial), null, null, null, null, null);
    }

    /** Devices whose path matches the pattern. */
    public static DeviceSelector path(String pattern) {
        return new DeviceSelector(Objects.requireNonNull(pattern), null, null, null, null, null, null, null, null);
    }
}
