export { CameraSimulator, DOCUMENT_CAMERA, FACE_CAMERA } from './camera-simulator.ts';
export type { SimulatedCamera, SpoiltEntry } from './camera-simulator.ts';
export { FULL_HD, INCOME_CERTIFICATE, photographDesk, RESIDENCE_CERTIFICATE } from './desk.ts';
export type { Paper, PhotoSize } from './desk.ts';
export { writeFakeVideo } from './fake-video.ts';
