package io.noderesource.inventory;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What makes a block device a partition.
 *
 * @param disk kernel name of the disk that it is a part of
 * @param number its number, from 1
 * @param start where it starts, in bytes
 * @param uuid its own UUID ({@code PARTUUID}), when the table has one
 * @param type its type: a GUID in a GPT, {@code 0x…} in a DOS table, when known
 */
public record Partition(
        String disk,
        int number,
        long start,
        @Nullable String uuid,
        @Nullable String type) {

    public Partition {
        Objects.requireNonNull(disk, "disk");
    }
}
