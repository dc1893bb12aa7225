package io.noderesource.backend.pmem.internal.jna;

import io.noderesource.inventory.PmemNamespace;

/**
 * What is to be made of a namespace.
 *
 * @param region the kernel name of its region
 * @param uuid the UUID in its labels
 * @param layoutUuid the UUID that the layout gets; mode raw has none
 * @param name the name that it gets
 * @param mode what it is used as
 * @param alignment what its mappings are aligned to, in bytes; of modes fsdax and devdax
 */
public record PmemLayout(
        String region, String uuid, String layoutUuid, String name, PmemNamespace.Mode mode, long alignment) {}
