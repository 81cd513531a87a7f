// Can images be stacked: the overlay file system is in the kernel or can be loaded.
import type { CheckResult } from '@gantry/api/host/check-result';
import type { KernelReads } from './kernel-reads.ts';

export function checkOverlayfs({ filesystems, modules }: Pick<KernelReads, 'filesystems' | 'modules'>): CheckResult {
  if (/\boverlay$/m.test(filesystems)) {
    return { name: 'overlayfs', status: 'pass', message: 'available', remedy: '' };
  }
  if (/\/overlay\.ko/.test(modules)) {
    return {
      name: 'overlayfs',
      status: 'pass',
      message: 'available as a module, loaded at the first mount',
      remedy: '',
    };
  }
  return {
    name: 'overlayfs',
    status: 'fail',
    message: 'this kernel has no overlayfs, which images are stacked with',
    remedy: 'run `modprobe overlay`, or a kernel built with CONFIG_OVERLAY_FS',
  };
}
