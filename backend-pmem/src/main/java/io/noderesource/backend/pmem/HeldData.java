package io.noderesource.backend.pmem;

/** What becomes of what a volume holds when the volume is destroyed. */
public enum HeldData {
    /** A volume that holds anything is left as it is: a signature, or bytes that are not zero where it is sampled. */
    REFUSE,
    /** It is lost with the volume. */
    DESTROY
}
