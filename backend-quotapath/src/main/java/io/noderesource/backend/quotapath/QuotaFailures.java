package io.noderesource.backend.quotapath;

import io.noderesource.backend.quotapath.internal.jna.SystemCallFailure;
import io.noderesource.base.ErrorCode;
import io.noderesource.base.NodeResourceException;
import java.util.function.Supplier;

/** What an error of the kernel's means for quotas. */
final class QuotaFailures {

    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int ESRCH = 3;
    private static final int EACCES = 13;
    private static final int ENOTDIR = 20;
    private static final int ENOSYS = 38;
    private static final int ELOOP = 40;
    private static final int EOPNOTSUPP = 95;

    private QuotaFailures() {}

    /** An error with its code, what it is about, and the code's remedy. */
    static NodeResourceException of(QuotaErrorCode code, String facts) {
        return new NodeResourceException(code, facts + ": " + code.meaning() + " " + code.remedy());
    }

    /** Does something; what the kernel refuses becomes an error that says about what. */
    static <T> T about(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (SystemCallFailure e) {
            throw translated(what, e);
        }
    }

    private static NodeResourceException translated(String what, SystemCallFailure e) {
        QuotaErrorCode code = switch (e.errno()) {
            case EPERM, EACCES -> QuotaErrorCode.NO_PRIVILEGE;
            case ENOENT -> QuotaErrorCode.NO_SUCH_PATH;
            case ENOTDIR, ELOOP -> QuotaErrorCode.NOT_A_DIRECTORY;
            case ESRCH, EOPNOTSUPP -> QuotaErrorCode.OFF;
            case ENOSYS -> QuotaErrorCode.NO_KERNEL_SUPPORT;
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
