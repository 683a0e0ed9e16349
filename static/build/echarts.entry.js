// What the pages draw with ECharts; HTML and SVG written by the server do the rest.
// README.md beside this says what each part is for.
import { use, init, getInstanceByDom, version } from 'echarts/core';
import { LineChart, BarChart, ScatterChart, HeatmapChart, SankeyChart, CustomChart } from 'echarts/charts';
import {
  GridComponent,
  TooltipComponent,
  MarkLineComponent,
  MarkAreaComponent,
  MarkPointComponent,
  DataZoomInsideComponent,
  DataZoomSliderComponent,
  VisualMapPiecewiseComponent,
} from 'echarts/components';
import { CanvasRenderer } from 'echarts/renderers';

use([
  LineChart,
  BarChart,
  ScatterChart,
  HeatmapChart,
  SankeyChart,
  CustomChart,
  GridComponent,
  TooltipComponent,
  MarkLineComponent,
  MarkAreaComponent,
  MarkPointComponent,
  DataZoomInsideComponent,
  DataZoomSliderComponent,
  VisualMapPiecewiseComponent,
  CanvasRenderer,
]);
window.echarts = { init, getInstanceByDom, version };
