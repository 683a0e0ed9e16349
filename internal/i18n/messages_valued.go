package i18n

// Valued is what is said about the members that matter most.
type Valued struct {
	Also   string `en:"and" zh:"同时"`
	Change string `en:"Change the rule" zh:"修改规则"`
	Event  string `en:"What they did" zh:"做了什么"`
	Heavy  string `en:"Heavy users" zh:"重度用户"`
	Lead   string `en:"Who uses most, and who stand for the others of their kind: whom to ask first." zh:"用得最多的人，和各类人里有代表性的人：有事先问他们。"`
	Least  string `en:"At least" zh:"至少"`
	Most   string `en:"At most of each" zh:"每类最多"`
	// Takes an event, days, and of how many.
	Need           string `en:"%[1]s on %[2]d of the last %[3]d days" zh:"最近 %[3]d 天里 %[2]d 天有%[1]s"`
	None           string `en:"none" zh:"无"`
	Nobody         string `en:"Nobody meets the rule." zh:"没有人符合这条规则。"`
	Per            string `en:"Spread over" zh:"分散到各"`
	PerAll         string `en:"all are taken" zh:"不分类，全部列出"`
	Representative string `en:"Representative users" zh:"代表性用户"`
	Save           string `en:"Keep the rule" zh:"保存规则"`
	// Takes how many, and of what.
	Spread string `en:"at most %[1]d of each %[2]s, who did most first" zh:"每个%[2]s最多 %[1]d 人，做得多的在前"`
	Title  string `en:"Valuable members" zh:"高价值用户"`
	Which  string `en:"Which list" zh:"哪份名单"`
	Within string `en:"Of the last days" zh:"最近几天"`
}
