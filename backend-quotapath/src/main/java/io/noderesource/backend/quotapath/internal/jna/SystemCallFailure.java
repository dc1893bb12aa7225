package io.noderesource.backend.quotapath.internal.jna;

import com.sun.jna.LastErrorException;
import io.noderesource.base.NodeResourceException;
import io.noderesource.base.StandardErrorCode;

/**
 * A system call that the kernel answered with an error; who knows what it means on a file system with quotas throws a code of its
 * own instead.
 */
public final class SystemCallFailure extends NodeResourceException {

    private static final long serialVersionUID = 1L;

    private final int errno;

    SystemCallFailure(String what, LastErrorException failure) {
        this(what, failure.getErrorCode());
    }

    SystemCallFailure(String what, int errno) {
        super(
                errno == Errno.EPERM || errno == Errno.EACCES ? StandardErrorCode.NO_PERMISSION : StandardErrorCode.IO,
                what + ": " + Errno.text(errno));
        this.errno = errno;
    }

    /** The kernel's number of the error ({@code errno.h}). */
    public int errno() {
        return errno;
    }
}
