package i18n

// Lanes is what is said on the board of people by stage.
type Lanes struct {
	All    string `en:"Everybody" zh:"所有人"`
	Mine   string `en:"Mine" zh:"我负责的"`
	Nobody string `en:"Nobody’s" zh:"没有负责人"`
	NoNext string `en:"Nothing planned" zh:"没有下一步"`
	Whose  string `en:"Whose" zh:"看谁的"`

	Title string `en:"Who is where" zh:"人在哪一步"`
	Note  string `en:"Who checked in on 15 of the last 28 days first, then the longest wait." zh:"近 28 天打卡 15 天以上的在前，其次等得最久的。"`
	// How to move people, for who may.
	Drag string `en:"Drag a card to the next column, or use its arrow." zh:"把卡片拖到下一列，或点卡片上的箭头。"`
	Keys string `en:"arrows choose · Shift → moves on · Shift ← takes back · Enter opens · Ctrl Z undoes" zh:"方向键选人 · Shift → 推进 · Shift ← 撤回 · 回车打开 · Ctrl Z 撤销"`

	// Takes the stage that comes next.
	For string `en:"Waits for: %s" zh:"待%s"`
	// Takes the days of the longest wait.
	Longest string `en:"longest wait %d days" zh:"最久等了 %d 天"`
	// Takes how many, and the days agreed.
	Overdue string `en:"%s over %d days" zh:"%s 人超过 %d 天"`
	Empty   string `en:"Nobody" zh:"没有人"`
	// Takes how many more.
	More string `en:"%s more" zh:"还有 %s 人"`
	// Takes days.
	Waits string `en:"%d days" zh:"等了 %d 天"`
	// Takes days.
	CheckIns string `en:"%d of 28 days" zh:"近 28 天打卡 %d"`
	// Takes the stage.
	Move string `en:"Move on: %s" zh:"推进到：%s"`
	Back string `en:"Take back" zh:"撤回"`
	// Takes how many are looked at.
	Most string `en:"Of each stage only the %s who wait longest are on the board." zh:"每个阶段只看等得最久的 %s 人。"`

	Loads   string `en:"Per owner" zh:"按负责人"`
	Late    string `en:"Too long" zh:"已超期"`
	Waiting string `en:"Waiting" zh:"在等"`
	Oldest  string `en:"Longest, days" zh:"最久（天）"`
}
