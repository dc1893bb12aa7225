package io.noderesource.base;

/**
 * A stable, documented name for one kind of failure, such as {@code device/has-signature}.
 *
 * <p>Decide by codes, never by message text. Codes are API: they are listed in {@code docs/errors.md} and are not
 * removed. Plug-ins bring enums of their own.
 */
public interface ErrorCode {

    /** The stable id: {@code area/what}, lower case with hyphens. */
    String id();

    /** Who has to act. */
    ErrorKind kind();

    /** What the code means, one sentence. */
    String meaning();

    /** What to do about it, one sentence in the imperative. */
    String remedy();
}
