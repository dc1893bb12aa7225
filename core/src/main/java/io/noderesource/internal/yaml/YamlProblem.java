package io.noderesource.internal.yaml;

import io.noderesource.base.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a text as YAML.
 *
 * @param code what sort of mistake
 * @param place where
 * @param message what is wrong, one sentence without a full stop
 * @param hint what to do; null when there is no guess
 * @param first where the same thing stands before; null when that is not the point
 */
public record YamlProblem(
        ErrorCode code,
        Place place,
        String message,
        @Nullable String hint,
        @Nullable Place first) {}
