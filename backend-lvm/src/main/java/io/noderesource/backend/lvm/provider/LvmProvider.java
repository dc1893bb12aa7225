package io.noderesource.backend.lvm.provider;

import io.noderesource.backend.lvm.EngineKind;
import io.noderesource.backend.lvm.internal.LvmBackendProvider;
import io.noderesource.spi.BackendProvider;

/** Gives the LVM backend to an embedder who chooses how LVM is reached. Thread-safe. */
public final class LvmProvider {

    private LvmProvider() {}

    /**
     * The LVM backend by one way and no other, whatever {@link EngineKind#PROPERTY} says; to be given to
     * {@link io.noderesource.NodeResources.Builder#providers}. Where the node has it not, the provider's availability says so,
     * and no other is taken instead. Nothing of LVM is loaded before the provider is asked.
     *
     * @param engine the way
     */
    public static BackendProvider by(EngineKind engine) {
        return new LvmBackendProvider(engine);
    }
}
