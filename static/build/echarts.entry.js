// What the pages draw with ECharts; HTML and SVG written by the server do the rest.
import { use, init, connect, disconnect, getInstanceByDom, registerTheme, version } from 'echarts/core';
import { LineChart, BarChart, ScatterChart, HeatmapChart, SankeyChart, CustomChart } from 'echarts/charts';
import { GridComponent, TooltipComponent, DatasetComponent, MarkLineComponent, MarkAreaComponent, MarkPointComponent, DataZoomInsideComponent, DataZoomSliderComponent, VisualMapContinuousComponent, VisualMapPiecewiseComponent, AriaComponent, LegendComponent } from 'echarts/components';
import { CanvasRenderer } from 'echarts/renderers';
use([LineChart, BarChart, ScatterChart, HeatmapChart, SankeyChart, CustomChart, GridComponent, TooltipComponent, DatasetComponent, MarkLineComponent, MarkAreaComponent, MarkPointComponent, DataZoomInsideComponent, DataZoomSliderComponent, VisualMapContinuousComponent, VisualMapPiecewiseComponent, AriaComponent, LegendComponent, CanvasRenderer]);
window.echarts = { init, connect, disconnect, getInstanceByDom, registerTheme, version };
