package i18n

// States names the daily states.
type States struct {
	AtRisk30 string `en:"At risk, 30 days" zh:"30 日风险"`
	AtRisk7  string `en:"At risk, 7 days" zh:"7 日风险"`

	Current string `en:"Current" zh:"持续"`

	Dormant string `en:"Dormant" zh:"沉睡"`

	New string `en:"New" zh:"新增"`

	Reactivated string `en:"Reactivated" zh:"召回"`
	Resurrected string `en:"Resurrected" zh:"回流"`
}

// List returns the names in the order of the engine's daily states.
func (s States) List() []string {
	return []string{s.New, s.Current, s.Reactivated, s.Resurrected, s.AtRisk7, s.AtRisk30, s.Dormant}
}
