// Names of bubbles: beside, above or below, wherever they cover neither a bubble
// nor a name; else the tooltip has them. ECharts' own labelLayout hides names that
// meet, and tries one side only.
const height = 14;

const meet = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

const sidesOf = ({ x, y, r }, w) => {
  const gap = r + 5;
  return {
    right: { x: x + gap, y: y - height / 2, w, h: height },
    top: { x: x - w / 2, y: y - gap - height, w, h: height },
    left: { x: x - gap - w, y: y - height / 2, w, h: height },
    bottom: { x: x - w / 2, y: y + gap, w, h: height },
  };
};

export const placeNames = (chart, data) => {
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = '11px ' + getComputedStyle(document.body).fontFamily;
  const inside = b => b.x >= 0 && b.x + b.w <= chart.getWidth() && b.y >= 0 && b.y + b.h <= chart.getHeight();
  const bubbles = data.map(d => {
    const [x, y] = chart.convertToPixel({ seriesIndex: 0 }, d.value);
    return { x, y, r: d.symbolSize / 2 };
  });
  const taken = bubbles.map(({ x, y, r }) => ({ x: x - r, y: y - r, w: 2 * r, h: 2 * r }));
  bubbles.forEach((bubble, i) => {
    const sides = sidesOf(bubble, pen.measureText(data[i].name).width + 2);
    const position = Object.keys(sides).find(s => inside(sides[s]) && !taken.some(o => meet(sides[s], o)));
    data[i].label = position ? { position } : { show: false };
    if (position) taken.push(sides[position]);
  });
  chart.setOption({ series: [{ data }] });
};
