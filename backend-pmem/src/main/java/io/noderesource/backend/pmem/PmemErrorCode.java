package io.noderesource.backend.pmem;

import io.noderesource.base.ErrorCode;
import io.noderesource.base.ErrorKind;

/** The codes of the steps on persistent memory. */
public enum PmemErrorCode implements ErrorCode {
    REFUSED(
            "pmem/refused",
            ErrorKind.PRECONDITION,
            "The kernel or libndctl refused a change of persistent memory.",
            "Read the function and the errno in the message, and the kernel log; then make a new plan.");

    private final String id;
    private final ErrorKind kind;
    private final String meaning;
    private final String remedy;

    PmemErrorCode(String id, ErrorKind kind, String meaning, String remedy) {
        this.id = id;
        this.kind = kind;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public ErrorKind kind() {
        return kind;
    }

    @Override
    public String meaning() {
        return meaning;
    }

    @Override
    public String remedy() {
        return remedy;
    }
}
