package io.noderesource.testkit;

import io.noderesource.base.ByteSize;
import io.noderesource.inventory.PmemNamespace.Mode;
import org.jspecify.annotations.Nullable;

/** ndctl's commands by the hand of an administrator of a simulated node: logged, not judged. Guarded by the node's guard. */
final class PmemAdministrator {

    private final Machine machine;
    private final WriteLog log;
    private final NdctlCommands ndctl;

    PmemAdministrator(Machine machine, WriteLog log) {
        this.machine = machine;
        this.log = log;
        this.ndctl = new NdctlCommands(machine);
    }

    void initializeLabels(String called) {
        Nvdimm module = machine.module(called);
        log.administered("region " + module.key);
        ndctl.initializeLabels(module);
    }

    String createNamespace(String called, Mode mode, ByteSize size, @Nullable String label) {
        Namespace namespace = ndctl.create(machine.module(called), ndctl.newUuid(), label, size);
        if (mode != Mode.RAW) {
            ndctl.lay(namespace, mode, ndctl.newUuid());
        }
        log.administered(namespace.key);
        return namespace.key;
    }

    void reconfigureNamespace(String called, Mode mode) {
        Namespace namespace = machine.namespace(called);
        log.administered(namespace.key);
        ndctl.lay(namespace, mode, ndctl.newUuid());
    }

    void disableNamespace(String called) {
        ndctl.disable(machine.namespace(called));
    }

    void enableNamespace(String called) {
        ndctl.enable(machine.namespace(called));
    }

    void addMemory(String called) {
        Namespace namespace = machine.namespace(called);
        ndctl.enableMemory(namespace);
        ndctl.online(namespace, true);
        log.administered(namespace.key);
    }

    void pinMemory(String called) {
        Namespace namespace = machine.namespace(called);
        ndctl.enableMemory(namespace);
        ndctl.online(namespace, false);
        namespace.pinned = true;
        log.administered(namespace.key);
    }

    void offlineMemory(String called) {
        Namespace namespace = machine.namespace(called);
        namespace.pinned = false;
        ndctl.offline(namespace);
    }

    void destroyNamespace(String called) {
        Namespace namespace = machine.namespace(called);
        log.administered(namespace.key);
        ndctl.destroy(namespace);
    }
}
