package sample

import "fmt"

// nickname is what somebody is called in a group: known of whoever applied or entered one
// that is not a city's, and of staff.
func (m *member) nickname() string {
	switch {
	case m.staff:
		return []string{"林晓", "何苗", "陈果", "周宁", "许诺", "方圆"}[(m.id-1)%6]
	case !m.applied && m.entered == 0:
		return ""
	}
	first := []string{"小", "阿", "大", "老", "南", "北", "青", "半", "木", "云", "七", "初"}
	second := []string{"满", "橙", "禾", "夏", "岚", "舟", "野", "星", "溪", "果", "山", "川", "知", "苗", "宁", "乔", "鱼"}
	return first[m.id*7%len(first)] + second[m.id*11%len(second)]
}

// contact is how whoever applied may be reached.
func (m *member) contact() string {
	if !m.applied {
		return ""
	}
	return fmt.Sprintf("wechat:early-%05d", m.id)
}
