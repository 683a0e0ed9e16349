package i18n

// Names are the words for the kinds of records.
type Names struct {
	Costs string `en:"Other costs" zh:"其他成本"`

	Events string `en:"Events" zh:"行为"`

	Followers string `en:"Followers" zh:"粉丝"`

	Members string `en:"Members" zh:"成员"`

	Orders string `en:"Orders" zh:"订单"`

	Posts string `en:"Posts" zh:"推文"`

	Rates string `en:"Exchange rates" zh:"汇率"`

	Spend string `en:"Ad spend" zh:"投放"`

	Targets string `en:"Targets" zh:"目标"`
}

// Record returns the word for a record kind, or its name when there is none.
func (n *Names) Record(name string) string { return word(*n, name) }
