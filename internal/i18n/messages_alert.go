package i18n

// Alert are the texts about alerts.
type Alert struct {
	Title       string `en:"Alerts" zh:"自动提醒"`
	Hint        string `en:"Looked at once for every complete day or week; when later imports change a figure, old entries say so and nothing fires twice." zh:"每个完整的日或周只看一次；之后的导入改了数字，旧记录会注明，不会再响一次。"`
	New         string `en:"New alert" zh:"新建提醒"`
	Edit        string `en:"Change alert" zh:"修改提醒"`
	None        string `en:"There is no alert yet. A first one: check-ins far from usual." zh:"还没有提醒。可以先建一个：打卡明显偏离平常。"`
	Name        string `en:"Alert" zh:"提醒"`
	Rule        string `en:"When" zh:"什么时候响"`
	Limit       string `en:"Limit" zh:"界限"`
	LimitTip    string `en:"A number; for shares and changes in %, as 20" zh:"一个数；占比和变化按百分数写，例如 20"`
	Weekly      string `en:"Whole weeks instead of days" zh:"按整周看，不按天"`
	Hour        string `en:"By what hour" zh:"最晚几点"`
	HourTip     string `en:"Only for data that does not arrive: by what hour yesterday must be there" zh:"只用于数据没到：昨天的数据最晚几点要到"`
	QuietFrom   string `en:"Quiet from, o'clock" zh:"几点起不打扰"`
	QuietTo     string `en:"… to" zh:"到几点"`
	QuietTip    string `en:"Nothing is sent in these hours, but when they end; equal hours: never quiet" zh:"这段时间不发，到点再发；两个一样就是不设"`
	SentTo      string `en:"Sent to" zh:"发到"`
	SentNowhere string `en:"Only this page shows it. Where messages go is set up here:" zh:"只在页面上显示。发到哪里在这里设置："`
	CoolDown    string `en:"Rests after it fired, days" zh:"响过之后歇几天"`
	Paused      string `en:"Paused" zh:"停用"`
	All         string `en:"All alerts" zh:"全部提醒"`
	Change      string `en:"%s: differs from the week before by" zh:"%s和上周同期相差达到"`
	Above       string `en:"%s: above" zh:"%s高于"`
	Below       string `en:"%s: below" zh:"%s低于"`
	Anomaly     string `en:"%s: far from usual" zh:"%s明显偏离平常"`
	Goal        string `en:"%s: target likelier missed than met" zh:"%s的目标多半达不成"`
	Pace        string `en:"%s: target under 90%% or over 110%% of what is due" zh:"%s的目标进度不到 90%% 或超过 110%%"`
	NoData      string `en:"%s: nothing of yesterday" zh:"%s昨天的数据没到"`
	ByHour      string `en:" by %d:00" zh:"（最晚 %d 点）"`
	Quality     string `en:"%s: a day missing, or less covered than" zh:"%s有缺失的日子，或已知部分低于"`
	ByWeek      string `en:"by week" zh:"按周"`

	PickAnomaly string `en:"is far from usual" zh:"明显偏离平常"`
	PickAbove   string `en:"goes above the limit" zh:"高于界限"`
	PickBelow   string `en:"falls below the limit" zh:"低于界限"`
	PickChange  string `en:"differs from the week before by the limit" zh:"和上周同期相差达到界限"`
	PickGoal    string `en:"its target is likelier missed than met" zh:"目标多半达不成"`
	PickPace    string `en:"its target is off pace by 10%" zh:"目标进度偏离 10% 以上"`
	PickNoData  string `en:"does not arrive in time" zh:"数据没有按时到"`
	PickQuality string `en:"is incomplete: days missing, too little covered" zh:"数据不完整：缺日子，或已知部分太少"`

	PickSilent     string `en:"a group falls silent (limit: days without a message; no metric)" zh:"有群没人说话了（界限填天数，不用选指标）"`
	PickChallenge  string `en:"more stop in a challenge than in the last one (no metric)" zh:"打卡挑战比上一期同一天掉队更多（不用选指标）"`
	GroupSilent    string `en:"A group without a message for %g days" zh:"有群连续 %g 天没人说话"`
	ChallengeWorse string `en:"A challenge loses more on a day than the one before it did on the same day" zh:"打卡挑战当天掉队的比上一期同一天多"`
	SawSilent      string `en:"silent groups: %g" zh:"没人说话的群：%g 个"`
	SawStop        string `en:"%.1f%% stopped that day, up to %.1f%% would be like last time" zh:"当天 %.1f%% 的人停了，不超过 %.1f%% 才算和上一期差不多"`
	And            string `en:", " zh:"、"`
	AndMore        string `en:"%s and %d more" zh:"%s等，另有 %d 个"`
	NoPast         string `en:"Cannot be looked at: no challenge with a common first day runs, or none ran before it." zh:"没法看：现在没有统一开始的挑战，或没有更早一期可比。"`

	SawChance   string `en:"chance of meeting it about %.0f%%" zh:"约 %.0f%% 把握达成"`
	SawPace     string `en:"%.0f%% of what was due" zh:"进度是应到的 %.0f%%"`
	SawData     string `en:"data through %s" zh:"数据到 %s"`
	SawHole     string `en:"days are missing" zh:"有缺失的日子"`
	SawCoverage string `en:"%.0f%% covered" zh:"已知 %.0f%%"`
	SawUsual    string `en:"%s, usually about %s" zh:"%s，平常约 %s"`
	SawBefore   string `en:"%s, a week before %s" zh:"%s，上周同期 %s"`
	SawLimit    string `en:"%s, limit %s" zh:"%s，界限 %s"`

	HistoryShort string `en:"Cannot be looked at: fewer than 84 clean days are known before, so nobody can say what is usual." zh:"没法看：之前没有被活动占用的日子不到 84 天，说不出平常是多少。"`
	NoGoal       string `en:"Cannot be looked at: no target of this metric and scope holds these days, or it cannot be projected." zh:"没法看：这些天没有这个指标和范围的目标，或推算不出来。"`
	NothingKnown string `en:"Cannot be looked at: no complete day or week of this metric is known." zh:"没法看：这个指标还没有完整的日或周。"`
	Broken       string `en:"Cannot be looked at any more: %s. Change the alert." zh:"现在没法看了：%s。请修改这条提醒。"`

	Try        string `en:"See how often it would have fired" zh:"先试算会响几次"`
	TryAgain   string `en:"Try again" zh:"重新试算"`
	WouldFire  string `en:"In the last %d days it would have fired %d times." zh:"过去 %d 天会响 %d 次。"`
	WouldOnce  string `en:"In the last %d days it would have fired once." zh:"过去 %d 天会响 1 次。"`
	WouldNever string `en:"In the last %d days it would never have fired." zh:"过去 %d 天一次也不会响。"`
	TooOften   string `en:"That is so often that people will stop reading it. Widen the limit." zh:"响得太多，多半会被忽略，建议放宽。"`
	NotTried   string `en:"These values have not been tried yet. See how often they would have fired, then save." zh:"这组条件还没有试算过。先看会响几次，再保存。"`
	Sees       string `en:"Today it can see a change of about %s or more." zh:"照目前的波动，变化约 %s 以上它才看得出来。"`
	OnDay      string `en:"Day" zh:"日期"`
	Saw        string `en:"What it saw" zh:"看到的"`
	ThatDay    string `en:"That day" zh:"那天发生了什么"`
	DaysFired  string `en:"Days it would have fired" zh:"会响的日子"`

	LastFired   string `en:"Last fired" zh:"上次响"`
	State       string `en:"State" zh:"状态"`
	Fine        string `en:"fine" zh:"正常"`
	On          string `en:"still on" zh:"还没恢复"`
	RecoveredOn string `en:"recovered %s" zh:"%s 已恢复"`
	SilentTo    string `en:"silent until %s" zh:"静音到 %s"`
	NotYet      string `en:"not looked at yet" zh:"还没看过"`
	Stale       string `en:"Not looked at after %s: its data goes no further." zh:"只看到 %s：之后的数据还没有来。"`
	CannotLook  string `en:"cannot be looked at" zh:"没法看"`
	Never       string `en:"never" zh:"从没响过"`
	Restated    string `en:"By later imports it is %s now." zh:"之后的导入把它改成了 %s。"`
	SeenBy      string `en:"seen by %s" zh:"%s 看过"`
	Acknowledge string `en:"I have seen it" zh:"知道了"`
	History     string `en:"Every time it fired" zh:"每次响的记录"`
	ChartTitle  string `en:"The last %d days" zh:"最近 %d 天"`
	Snooze      string `en:"Keep silent until" zh:"静音到"`
	SnoozeDo    string `en:"Silence" zh:"静音"`
	SnoozeEnd   string `en:"End the silence" zh:"取消静音"`
	Firings     string `en:"%d alerts wait to be seen" zh:"%d 条提醒等人看"`
	NobodySaw   string `en:"nobody yet" zh:"还没人看"`
	HeldAgainst string `en:"Held against" zh:"比的是"`
}
