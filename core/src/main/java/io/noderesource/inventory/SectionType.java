package io.noderesource.inventory;

/**
 * The type of a section of an {@link Inventory}; plug-ins add their own.
 *
 * @param <T> the record that holds the section's facts
 * @param id stable id, such as {@code lvm}
 * @param version version of the facts' form in JSON, from 1
 * @param facts the record's class; all its components, and theirs, are records, enums, strings, numbers, booleans
 *     or lists
 */
public record SectionType<T>(String id, int version, Class<T> facts) {}
