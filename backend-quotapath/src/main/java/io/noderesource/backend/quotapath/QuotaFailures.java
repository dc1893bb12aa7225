package io.noderesource.backend.quotapath;

import io.noderesource.backend.quotapath.internal.jna.Errno;
import io.noderesource.backend.quotapath.internal.jna.SystemCallFailure;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import java.util.function.Supplier;

/** What an error of the kernel's means for quotas. */
final class QuotaFailures {

    private QuotaFailures() {}

    /** An error with its code, what it is about, and the code's remedy. */
    static NodeResourceException of(QuotaErrorCode code, String facts) {
        return new NodeResourceException(code, facts + ": " + code.meaning() + " " + code.remedy());
    }

    /**
     * Does something; what the kernel refuses becomes an error that says about what.
     *
     * @param what its text is made for an error only
     */
    static <T> T about(Object what, Supplier<T> work) {
        try {
            return work.get();
        } catch (SystemCallFailure e) {
            throw translated(what, e);
        }
    }

    private static NodeResourceException translated(Object what, SystemCallFailure e) {
        QuotaErrorCode code = switch (e.errno()) {
            case Errno.EPERM, Errno.EACCES -> QuotaErrorCode.NO_PRIVILEGE;
            case Errno.ENOENT -> QuotaErrorCode.NO_SUCH_PATH;
            case Errno.ENOTDIR, Errno.ELOOP -> QuotaErrorCode.NOT_A_DIRECTORY;
            case Errno.EXDEV -> QuotaErrorCode.OUTSIDE;
            case Errno.ESRCH, Errno.EOPNOTSUPP -> QuotaErrorCode.OFF;
            case Errno.ENOSYS -> QuotaErrorCode.NO_KERNEL_SUPPORT;
            default -> null;
        };
        if (code == null) {
            ErrorCode general = e.code();
            return new NodeResourceException(general, what + ": " + e.getMessage() + "; " + general.remedy(), e);
        }
        return new NodeResourceException(
                code, what + ": " + code.meaning() + " " + code.remedy() + " (" + e.getMessage() + ")", e);
    }
}
