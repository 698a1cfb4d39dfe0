export interface Palette {
  /** Behind everything. */
  ground: string;
  /** The title; at least 4.5 : 1 on the ground. */
  ink: string;
  /** The picture, from the most to the least frequent. */
  shapes: readonly [string, string, string];
}

export const PALETTES: readonly [Palette, ...Palette[]] = [
  { ground: '#12312a', ink: '#f3e9d2', shapes: ['#2f7d5d', '#e3b23c', '#f3e9d2'] },
  { ground: '#efe6d5', ink: '#22303c', shapes: ['#d1603d', '#22303c', '#e6ae49'] },
  { ground: '#1d2440', ink: '#f4ecdf', shapes: ['#4a5fa5', '#ef8354', '#f4d58d'] },
  { ground: '#3a1730', ink: '#fbe6d4', shapes: ['#a23b5f', '#f2a65a', '#fbe6d4'] },
  { ground: '#dfe9e4', ink: '#173a3f', shapes: ['#3d8f8a', '#173a3f', '#f0836b'] },
  { ground: '#222222', ink: '#f1efe7', shapes: ['#5c5a55', '#e4572e', '#f1efe7'] },
  { ground: '#f1d9c4', ink: '#40213b', shapes: ['#7c3f6b', '#e07a5f', '#40213b'] },
  { ground: '#0f3a52', ink: '#eef4ee', shapes: ['#2b7fa3', '#8fd0c8', '#f6c667'] },
  { ground: '#e8e4f0', ink: '#2b2350', shapes: ['#7a6bc4', '#2b2350', '#f0a35e'] },
  { ground: '#3b2a1c', ink: '#f5e7cf', shapes: ['#8b5e34', '#c9a45c', '#7a9e7e'] },
  { ground: '#5a1f1b', ink: '#f8e8d3', shapes: ['#b5452f', '#f0b35a', '#2c0f12'] },
  { ground: '#e4ecd2', ink: '#27351c', shapes: ['#7d9f4c', '#27351c', '#e2974b'] },
];
