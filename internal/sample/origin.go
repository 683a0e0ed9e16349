package sample

import "math"

// partner is a bookshop that told its readers of the community for two weeks. It is said
// to have sent half of those who then came through its channel.
const (
	partner     = "Morning Light Books"
	partnerFrom = 88 // 12 July of the standard story
	partnerDays = 14
)

func (s *story) sentByPartner(channel string, d int) bool {
	return channel == "douban" && d >= partnerFrom && d < partnerFrom+partnerDays && s.found.Float64() < 0.5
}

// partnerCosts writes what the bookshop got.
func (s *story) partnerCosts(d int) {
	if d == partnerFrom {
		s.w.row("costs", s.day(d).String(), "fees", "douban", partner, "shelf and leaflets", yuan(90_000), "CNY", "")
		s.w.row("costs", s.day(d).String(), "staff", "douban", partner, "hours at 60.00", yuan(8*6_000), "CNY", "8")
	}
}

// touch lets some have followed the account through another channel up to 26 days
// before they joined: half of those who will buy and few others.
func (s *story) touch(m *member, d int) {
	chance := 0.04
	if m.buyer {
		chance = 0.5
	}
	if s.found.Float64() >= chance {
		return
	}
	through := []string{"zhihu", "zhihu", "big-accounts", "douban", "low-cost-ads"}
	for range 1 + s.found.IntN(2) {
		before := 1 + s.found.IntN(26)
		channel, at, second := through[s.found.IntN(len(through))], 8*60+s.found.IntN(14*60), s.found.IntN(60)
		if d-before >= 0 && channel != channels()[m.channel].name {
			s.w.row("events", m.name(), clock(s.day(d-before), at, second), "follow", "", "", channel, "", "", "")
		}
	}
}

// searched is what people typed when a keyword's ad was shown: a share of its clicks, and
// whether such people ever come.
type searched struct {
	word, term string
	share      float64
	comes      bool
}

func searches() []searched {
	return []searched{
		{"early rising", "early rising habit app", 0.30, true}, {"early rising", "early rising quotes", 0.34, false},
		{"how to get up early", "how to get up early every day", 0.50, true}, {"how to get up early", "how to get up early after night shift", 0.2, true},
		{"check-in group", "morning check-in group", 0.45, true}, {"check-in group", "hotel check-in group rates", 0.31, false},
		{"21 day habit", "21 day habit challenge", 0.55, true}, {"21 day habit", "21 day habit book pdf", 0.30, false},
		{"早起", "早起打卡群", 0.45, true}, {"早起", "早起的好处作文", 0.33, false}, {"打卡群", "早起打卡群", 0.50, true}, {"打卡群", "公司考勤打卡群", 0.25, false},
		{"exam study group", "exam study group online", 0.50, true}, {"exam study group", "exam study group questions answers", 0.25, false},
		{"考研打卡", "考研早起打卡", 0.60, true}, {"morning study", "morning study with me", 0.50, true}, {"英语晨读", "英语晨读打卡", 0.60, true},
		{"晨跑", "晨跑打卡", 0.45, true}, {"晨跑", "晨跑鞋推荐", 0.35, false}, {"daybreak app", "daybreak app", 0.70, true}, {"daybreak app", "daybreak movie", 0.06, false},
	}
}

// termsFor is for how many days up to the end the search terms are known.
const termsFor = 56

// terms writes what was searched for when a keyword's ad was clicked, as far as the report
// names it: rare searches are in none. Conversions that the platform claims are of people who come.
func (s *story) terms(d int, k keyword, impressions, clicks int, cost int64, reported int) {
	if d < s.Days-termsFor {
		return
	}
	left, claimed, of := clicks, reported, 0.0
	for _, x := range searches() {
		if x.word == k.word && x.comes {
			of += x.share
		}
	}
	for _, x := range searches() {
		if x.word != k.word {
			continue
		}
		n, got := 0, 0
		for range clicks {
			if s.found.Float64() < x.share && left > 0 {
				n, left = n+1, left-1
			}
		}
		if x.comes {
			for range reported {
				if s.found.Float64() < x.share/(of+0.1) && claimed > 0 && got < n {
					got, claimed = got+1, claimed-1
				}
			}
		}
		if n == 0 {
			continue
		}
		shown := int(math.Round(float64(impressions) * float64(n) / float64(clicks)))
		s.w.row("search_terms", s.day(d).String(), "baidu", "daybreak-main", k.campaign, k.group, k.word, x.term, num(shown), num(n),
			yuan(cost*int64(n)/int64(clicks)), "CNY", num(got))
	}
}
