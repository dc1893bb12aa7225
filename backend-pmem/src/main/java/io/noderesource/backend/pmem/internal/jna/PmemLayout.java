package io.noderesource.backend.pmem.internal.jna;

/**
 * What is to be made of a namespace.
 *
 * @param region the kernel name of its region
 * @param uuid the UUID in its labels
 * @param layoutUuid the UUID that the layout gets
 * @param name the name that it gets
 * @param devdax whether its mode is devdax, or fsdax
 * @param alignment what its mappings are aligned to, in bytes
 */
public record PmemLayout(String region, String uuid, String layoutUuid, String name, boolean devdax, long alignment) {}
