; What the installer says, in the language of the user's Windows: Chinese, or else English.
!macro Say name english chinese
  LangString ${name} ${LANG_ENGLISH} "${english}"
  LangString ${name} ${LANG_SIMPCHINESE} "${chinese}"
!macroend
!insertmacro Say EncoderTitle "Search by meaning" "按含义搜索"
!insertmacro Say AutostartTitle "Start when I sign in" "登录时自动启动"
!insertmacro Say WipeTitle "My settings and data" "我的设置和数据"
!insertmacro Say ProgramAbout "The program with everything that it needs. For your account only; no administrator is needed." "程序及其所需的全部内容。只为您的账户安装，不需要管理员权限。"
!insertmacro Say EncoderAbout "Finds the right entry even where the customer uses other words. Works on this computer only; takes 35 MB." "客户换一种说法也能找到对应条目。只在本机运行，占用 35 MB。"
!insertmacro Say AutostartAbout "kbassist waits in the tray, ready for its hotkey." "kbassist 在托盘中等候，随时可用快捷键呼出。"
!insertmacro Say WipeAbout "Removes also your settings, pinned entries, reminders and wordings. The team's library is not touched." "同时删除您的设置、置顶条目、提醒和常用措辞。团队的知识库不受影响。"
!insertmacro Say Ending "Asking the running kbassist to end" "正在请运行中的 kbassist 退出"
!insertmacro Say StillRunning "kbassist is still running, perhaps with a reply that was not sent. Finish there, then try again. Nothing has been changed." "kbassist 仍在运行，可能有尚未发送的回复。请先处理完，再重试。目前没有做任何更改。"
!insertmacro Say NewerInstalled "A newer version of kbassist is installed. Nothing has been changed." "已安装更新版本的 kbassist。没有做任何更改。"
!insertmacro Say ForeignFolder "This folder holds other files. Choose an empty folder for kbassist." "此文件夹中有其他文件。请为 kbassist 选择一个空文件夹。"
!insertmacro Say OldWindows "kbassist needs 64-bit Windows 10 (version 1809) or newer." "kbassist 需要 64 位 Windows 10（1809 版）或更高版本。"
!insertmacro Say SecondSetup "Another setup of kbassist is running." "另一个 kbassist 安装程序正在运行。"
