package io.noderesource.plan;

/**
 * The type of a step, under which it is written into plans and journals and handed to a backend.
 *
 * @param <S> the step's record
 * @param id stable id, such as {@code lvm/create-vg}
 * @param version version of its form in JSON, from 1
 * @param step the record's class; all its components, and theirs, are records, enums, strings, numbers, booleans,
 *     lists, {@link io.noderesource.base.ByteSize}, {@link java.time.Instant} or
 *     {@link io.noderesource.base.ResourceAddress}
 */
public record StepType<S extends Step>(String id, int version, Class<S> step) {}
