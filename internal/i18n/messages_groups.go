package i18n

// Groups is who of a group of members is listed.
type Groups struct {
	Active         string `en:"Members active in the last 7 days" zh:"近 7 天活跃的群成员"`
	Joined         string `en:"Who joined the group" zh:"进群的人"`
	Lost           string `en:"Lost regulars of the group" zh:"流失的熟面孔"`
	Members        string `en:"Members of the group" zh:"群成员"`
	Others         string `en:"Members of other groups alone" zh:"只在其他群的人"`
	OthersSilent   string `en:"Silent members of other groups alone" zh:"只在其他群、7 天没动静的人"`
	OthersSpeakers string `en:"Speakers of other groups alone" zh:"只在其他群、发过言的人"`
	Silent         string `en:"Members silent for 7 days" zh:"7 天没动静的群成员"`
	Speakers       string `en:"Members who spoke" zh:"发过言的群成员"`
}
