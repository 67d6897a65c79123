export { createCamera } from './camera.ts';
export type { Camera, CameraOptions } from './camera.ts';
export type { CameraDelays } from './delays.ts';
export { findCameras, SYSFS_FOLDER } from './find-cameras.ts';
export type { CameraFolders } from './find-cameras.ts';
export { inspectPhoto, PHOTO_LIMITS } from './photo.ts';
export type { PhotoCheck, PhotoLimits } from './photo.ts';
export type { CameraDescription, CameraStatus } from './status.ts';
