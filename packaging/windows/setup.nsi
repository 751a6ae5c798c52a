; The per-user installer. Made by nsis.py, which defines VERSION, NUMBERS, LONGEST, ICON, OUTPUT and writes files.nsh.
;
; New files are unpacked beside the old ones, into $INSTDIR\.new, and take their place only when all are there: a setup
; that is killed or runs out of room leaves the old program working. Then the old ones move to $INSTDIR\.old, which is
; called .before as soon as all are there, and the new ones move in. A setup that is killed in these milliseconds is
; finished or taken back by the next one (Heal). Only folders and files of ours are ever removed.
Unicode true
Target amd64-unicode
!ifdef LOOSE
SetCompress off
!else
SetCompressor /SOLID lzma
SetCompressorDictSize 32
!endif
CRCCheck force
AllowSkipFiles off
ManifestDPIAware true
ManifestSupportedOS all
RequestExecutionLevel user

!include FileFunc.nsh
!include MUI2.nsh
!include LogicLib.nsh
!include Sections.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh

!define NAME kbassist
!define PROGRAM kbassist.exe
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define DEFAULTS "Software\${NAME}\Defaults"
!define MACHINE "Software\${NAME}"  ; of HKLM: what the MSI writes, see msi.py
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define APPROVED "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"  ; task manager's switch
!define ASK_SECONDS 30
!define LONGEST_PATH 259
!define SPARE_KB 2048
!define ENDED 10  ; exit code of --end-running, see ending.c
; Exit codes, beside NSIS's own 0 (done), 1 (cancelled) and 2 (damaged, or stopped in the middle).
!define STILL_RUNNING 3
!define NEWER_INSTALLED 4
!define FOREIGN_FOLDER 5
!define OLD_WINDOWS 6
!define SECOND_SETUP 7
!define NO_ROOM 8
!define LONG_PATH 9
!define NOT_WRITABLE 10
!define FOR_ALL_USERS 11

Name "${NAME} ${VERSION}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${UNINSTALL}" InstallLocation
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "${NAME} setup"
VIAddVersionKey CompanyName "${PUBLISHER}"
VIAddVersionKey LegalCopyright "MIT License"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_CUSTOMFUNCTION_ABORT LeaveNew
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_PARAMETERS "--show"
!define MUI_FINISHPAGE_NOAUTOCLOSE
!insertmacro MUI_PAGE_COMPONENTS
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE CheckFolder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE un.AskAboutWiping
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English
!insertmacro MUI_LANGUAGE SimpChinese
!include setup-strings.nsh
!include files.nsh

!ifdef SIGNER
!uninstfinalize '${SIGNER} "%1"' = 0
!endif

Var New
Var Restart  ; 1 where the program ran and was asked to end
Var Log  ; the file that /LOG= names
Var Fault  ; an exit code, where the chosen folder does not serve
Var FaultText

; ---- what was done, for whoever installed without a window ----

!macro DefineNote prefix
Function ${prefix}WriteNote
  Exch $R9
  DetailPrint $R9
  ${If} $Log != ""
    System::Store "S"
    ${GetTime} "" "L" $0 $1 $2 $3 $4 $5 $6
    FileOpen $7 $Log a
    ${IfNot} ${Errors}
      FileSeek $7 0 END
      FileWriteUTF16LE /BOM $7 "$2-$1-$0 $4:$5:$6 $R9$\r$\n"
      FileClose $7
    ${EndIf}
    System::Store "L"
    ClearErrors
  ${EndIf}
  Pop $R9
FunctionEnd
!macroend
!insertmacro DefineNote ""
!insertmacro DefineNote "un."

!macro Note text
  Push "${text}"
!ifdef __UNINSTALL__
  Call un.WriteNote
!else
  Call WriteNote
!endif
!macroend

; ---- before anything is touched ----

!macro Refuse code text
  !insertmacro Note "${text} (${code})"
  MessageBox MB_OK|MB_ICONSTOP "${text}" /SD IDOK
  SetErrorLevel ${code}
  Quit
!macroend

; Looks for an argument that begins with $R8, puts the rest of it into $R7, and sets the error flag where there is none.
; Windows itself takes the command line apart, so that it does not matter where its quotes stand.
!macro DefineFindArgument prefix
Function ${prefix}FindArgument
  System::Store "S"
  System::Call 'kernel32::GetCommandLineW() p .r0'
  System::Call 'shell32::CommandLineToArgvW(p r0, *i .r1) p .r2'
  StrLen $5 $R8
  StrCpy $3 1
  StrCpy $R7 ""
  StrCpy $6 0
  ${DoWhile} $3 < $1
    IntOp $4 $3 * 8
    IntPtrOp $4 $4 + $2
    System::Call '*$4(w .r7)'
    StrCpy $8 $7 $5
    ${If} $8 == $R8
      StrCpy $R7 $7 "" $5
      StrCpy $6 1
    ${EndIf}
    IntOp $3 $3 + 1
  ${Loop}
  System::Call 'kernel32::LocalFree(p r2)'
  Push $R7
  Push $6
  System::Store "L"
  Pop $R6
  Pop $R7
  ClearErrors
  ${If} $R6 = 0
    SetErrors
  ${EndIf}
FunctionEnd
!macroend
!insertmacro DefineFindArgument ""
!insertmacro DefineFindArgument "un."

!macro ReadArgument prefix name variable
  StrCpy $R8 "/${name}"
  Call ${prefix}FindArgument
  StrCpy ${variable} $R7
!macroend

Function .onInit
  !insertmacro ReadArgument "" LOG= $Log
  !insertmacro Note "${NAME} ${VERSION}"
  System::Call 'kernel32::CreateMutexW(p 0, i 1, w "Local\kbassist-setup") p .r0 ?e'
  Pop $0
  ${If} $0 = 183
    !insertmacro Refuse ${SECOND_SETUP} $(SecondSetup)
  ${EndIf}
  ${IfNot} ${AtLeastBuild} 17763
    !insertmacro Refuse ${OLD_WINDOWS} $(OldWindows)
  ${EndIf}
  Call RefuseDowngrade
  Call RefuseSecondCopy
  Call TakeQuotedFolder
  Call ChooseSections
FunctionEnd

; NSIS reads /D= only as the last one and without quotes, whatever spaces are in it; many tools write "/D=C:\a b".
Function TakeQuotedFolder
  !insertmacro ReadArgument "" D= $0
  ${IfNot} ${Errors}
    StrLen $1 $0
    StrCpy $2 $INSTDIR $1
    ${If} $2 != $0
      StrCpy $INSTDIR $0
    ${EndIf}
  ${EndIf}
FunctionEnd

Function RefuseDowngrade
  ReadRegStr $0 HKCU "${UNINSTALL}" DisplayVersion
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 = 1
      !insertmacro Refuse ${NEWER_INSTALLED} $(NewerInstalled)
    ${EndIf}
  ${EndIf}
FunctionEnd

; Two programs would share one profile, stand in the start menu twice, and perhaps start twice at sign-in.
Function RefuseSecondCopy
  ReadRegStr $R0 HKLM "${MACHINE}" InstallDir
  ${If} $R0 == ""
  ${OrIfNot} ${FileExists} "$R0${PROGRAM}"
    Return
  ${EndIf}
  ReadRegStr $R1 HKLM "${MACHINE}" Version
  !insertmacro Note $(ForAllUsers)
  !insertmacro ReadArgument "" BESIDE $0
  ${IfNot} ${Errors}
    Return
  ${EndIf}
  MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(ForAllUsers)$\r$\n$\r$\n$(SecondCopy)" /SD IDNO IDYES beside
  !insertmacro Note "$(NotBeside) (${FOR_ALL_USERS})"
  SetErrorLevel ${FOR_ALL_USERS}
  Quit
  beside:
FunctionEnd

; Looks at the folder that was chosen; $Fault stays empty where it serves.
Function FindFault
  StrCpy $Fault ""
  StrLen $0 $INSTDIR
  IntOp $0 $0 + 6  ; the folder .new, with backslashes
  IntOp $0 $0 + ${LONGEST}
  ${If} $0 > ${LONGEST_PATH}
    StrCpy $Fault ${LONG_PATH}
    StrCpy $FaultText $(LongPath)
    Return
  ${EndIf}
  Call IsForeignFolder
  Pop $0
  ${If} $0 = 1
    StrCpy $Fault ${FOREIGN_FOLDER}
    StrCpy $FaultText $(ForeignFolder)
  ${EndIf}
FunctionEnd

Function CheckFolder
  Call FindFault
  ${If} $Fault != ""
    MessageBox MB_OK|MB_ICONEXCLAMATION $FaultText
    Abort
  ${EndIf}
FunctionEnd

; A folder with files in it, but without our program, belongs to somebody. Pushes 1 for such a one, or 0.
Function IsForeignFolder
  StrCpy $2 0
  ${IfNot} ${FileExists} "$INSTDIR\${PROGRAM}"
  ${AndIfNot} ${FileExists} "$INSTDIR\.old\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\.before\*.*"
    FindFirst $0 $1 "$INSTDIR\*.*"
    ${DoWhile} $1 != ""
      ${If} $1 != "."
      ${AndIf} $1 != ".."
      ${AndIf} $1 != ".new"
        StrCpy $2 1
      ${EndIf}
      FindNext $0 $1
    ${Loop}
    FindClose $0
  ${EndIf}
  Push $2
FunctionEnd

Function Leave
  SetOutPath $TEMP  ; Windows removes no folder that is the current one
  RMDir /r "$INSTDIR\.new"
  RMDir "$INSTDIR"
FunctionEnd

; ---- the parts ----

Section "${NAME}" SectionProgram
  SectionIn RO
  Call FindFault
  ${If} $Fault != ""
    !insertmacro Refuse $Fault $FaultText
  ${EndIf}
  Call Heal
  StrCpy $New "$INSTDIR\.new"
  ClearErrors
  CreateDirectory $New
  ${If} ${Errors}
    !insertmacro Refuse ${NOT_WRITABLE} $(NotWritable)
  ${EndIf}
  Call RefuseNoRoom
  !insertmacro Note $(Unpacking)
  !insertmacro ProgramFiles
SectionEnd

Section /o "$(EncoderTitle)" SectionEncoder
  !insertmacro EncoderFiles
SectionEnd

Section "-exchange"
  SetOutPath $TEMP  ; no folder of ours is the current one any more
  WriteUninstaller "$New\uninstall.exe"
  Call EndRunning
  Call Exchange
  WriteRegStr HKCU "${UNINSTALL}" DisplayName "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" DisplayVersion "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" Publisher "${PUBLISHER}"
  WriteRegStr HKCU "${UNINSTALL}" DisplayIcon "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL}" InstallLocation "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" UninstallString '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" NoModify 1
  WriteRegDWORD HKCU "${UNINSTALL}" NoRepair 1
  SectionGetSize ${SectionProgram} $0
  ${If} ${SectionIsSelected} ${SectionEncoder}
    SectionGetSize ${SectionEncoder} $1
    IntOp $0 $0 + $1
  ${EndIf}
  WriteRegDWORD HKCU "${UNINSTALL}" EstimatedSize $0
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}" "--show" "$INSTDIR\${PROGRAM}" 0
  Call KeepDefaults
SectionEnd

Section /o "$(AutostartTitle)" SectionAutostart
  WriteRegStr HKCU "${RUN_KEY}" ${NAME} '"$INSTDIR\${PROGRAM}"'
SectionEnd

Section "-no autostart"
  ${IfNot} ${SectionIsSelected} ${SectionAutostart}
    DeleteRegValue HKCU "${RUN_KEY}" ${NAME}
  ${EndIf}
SectionEnd

Section "-start again"
  Call StartAgain
  !insertmacro Note $(Done)
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionProgram} $(ProgramAbout)
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionEncoder} $(EncoderAbout)
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionAutostart} $(AutostartAbout)
!insertmacro MUI_FUNCTION_DESCRIPTION_END

; What was installed before stays chosen; the command line has the last word.
Function ChooseSections
  ${If} ${FileExists} "$INSTDIR\semantic\*.*"
    !insertmacro SelectSection ${SectionEncoder}
  ${EndIf}
  ReadRegStr $0 HKCU "${RUN_KEY}" ${NAME}
  ${If} $0 != ""
    !insertmacro SelectSection ${SectionAutostart}
  ${EndIf}
  !insertmacro ReadArgument "" COMPONENTS= $0
  ${IfNot} ${Errors}
    !insertmacro UnselectSection ${SectionEncoder}
    ${If} $0 == semantic
      !insertmacro SelectSection ${SectionEncoder}
    ${EndIf}
  ${EndIf}
  !insertmacro ReadArgument "" AUTOSTART= $0
  ${IfNot} ${Errors}
    !insertmacro UnselectSection ${SectionAutostart}
    ${If} $0 == 1
      !insertmacro SelectSection ${SectionAutostart}
    ${EndIf}
  ${EndIf}
FunctionEnd

; What is selected has to fit beside the old program, which stays until all is there.
Function RefuseNoRoom
  SectionGetSize ${SectionProgram} $R0
  ${If} ${SectionIsSelected} ${SectionEncoder}
    SectionGetSize ${SectionEncoder} $1
    IntOp $R0 $R0 + $1
  ${EndIf}
  IntOp $R0 $R0 + ${SPARE_KB}
  System::Call 'kernel32::GetDiskFreeSpaceExW(w "$INSTDIR", *l .r1, p 0, p 0) i .r2'
  ${If} $2 = 0
    Return  ; not known; where room is lacking, unpacking stops
  ${EndIf}
  System::Int64Op $1 / 1024
  Pop $R1
  System::Int64Op $R1 < $R0
  Pop $2
  IntOp $R0 $R0 / 1024
  System::Int64Op $R1 / 1024
  Pop $R1
  ${If} $2 = 1
    Call Leave
    !insertmacro Refuse ${NO_ROOM} $(NoRoom)
  ${EndIf}
FunctionEnd

; ---- taking the place of the old program ----

; The running program is asked as at sign-out: an agent with an open reply may say no, and then nothing is changed.
Function EndRunning
  StrCpy $1 ""
  !insertmacro ReadArgument "" FORCE $2
  ${IfNot} ${Errors}
    StrCpy $1 " --force"
  ${EndIf}
  retry:
  !insertmacro Note $(Ending)
  StrCpy $0 ""
  ExecWait '"$New\${PROGRAM}" --end-running "$INSTDIR" ${ASK_SECONDS}$1' $0
  ${If} $0 == ${ENDED}
    StrCpy $Restart 1
  ${ElseIf} $0 == ${STILL_RUNNING}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION $(StillRunning) /SD IDCANCEL IDRETRY retry
    Call GiveUp
  ${EndIf}
FunctionEnd

Function GiveUp
  Call Leave
  Call StartAgain
  !insertmacro Note "$(StillRunning) (${STILL_RUNNING})"
  SetErrorLevel ${STILL_RUNNING}
  Quit
FunctionEnd

; Without arguments it waits in the tray, as it did before.
Function StartAgain
  ${If} $Restart = 1
    !insertmacro Note $(Starting)
    SetOutPath $INSTDIR
    Exec '"$INSTDIR\${PROGRAM}"'
    SetOutPath $TEMP
  ${EndIf}
FunctionEnd

!macro MoveAway name
  ${If} ${FileExists} "$INSTDIR\${name}"
    Rename "$INSTDIR\${name}" "$INSTDIR\.old\${name}"
  ${EndIf}
!macroend

!macro MoveIn name
  ${If} ${FileExists} "$INSTDIR\.new\${name}"
    Rename "$INSTDIR\.new\${name}" "$INSTDIR\${name}"
  ${EndIf}
!macroend

!macro MoveBack name
  ${If} ${FileExists} "$INSTDIR\.old\${name}"
  ${AndIfNot} ${FileExists} "$INSTDIR\${name}"
    Rename "$INSTDIR\.old\${name}" "$INSTDIR\${name}"
  ${EndIf}
!macroend

Function Exchange
  again:
  CreateDirectory "$INSTDIR\.old"
  ClearErrors
  !insertmacro ForEachOwned MoveAway
  ${If} ${Errors}
    Call TakeBack
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION $(StillRunning) /SD IDCANCEL IDRETRY again
    Call GiveUp
  ${EndIf}
  Rename "$INSTDIR\.old" "$INSTDIR\.before"
  Call Finish
FunctionEnd

Function TakeBack
  !insertmacro ForEachOwned MoveBack
  RMDir "$INSTDIR\.old"
FunctionEnd

Function Finish
  !insertmacro ForEachOwned MoveIn
  RMDir /r "$INSTDIR\.before"
  RMDir /r "$INSTDIR\.new"
FunctionEnd

; Finishes or takes back what a setup before this one was killed in.
Function Heal
  ${If} ${FileExists} "$INSTDIR\.before\*.*"
    Call Finish
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\.old\*.*"
    Call TakeBack
  ${EndIf}
  RMDir /r "$INSTDIR\.new"
FunctionEnd

Function .onInstFailed
  !insertmacro Note "$(Stopped) (2)"
  Call Leave
FunctionEnd

Function LeaveNew
  ${If} $New != ""
    Call Leave
  ${EndIf}
FunctionEnd

; ---- what IT's command line sets for a user who has chosen nothing yet ----

!macro KeepDefault option value
  !insertmacro ReadArgument "" ${option}= $0
  ${IfNot} ${Errors}
    ${If} $0 == ""
      DeleteRegValue HKCU "${DEFAULTS}" ${value}
    ${Else}
      WriteRegStr HKCU "${DEFAULTS}" ${value} $0
    ${EndIf}
  ${EndIf}
!macroend

Function KeepDefaults
  !insertmacro KeepDefault LIBRARY library
  !insertmacro KeepDefault HOTKEY hotkey
  !insertmacro KeepDefault LANGUAGE language
FunctionEnd

; ---- removal ----

!macro Remove name
  RMDir /r "$INSTDIR\${name}"
  Delete "$INSTDIR\${name}"
!macroend

Section "un.${NAME}"
  SectionIn RO
  SetOutPath $TEMP
  StrCpy $1 ""
  !insertmacro ReadArgument "un." FORCE $2
  ${IfNot} ${Errors}
    StrCpy $1 " --force"
  ${EndIf}
  retry:
  !insertmacro Note $(Ending)
  StrCpy $0 ""
  ExecWait '"$INSTDIR\${PROGRAM}" --end-running "$INSTDIR" ${ASK_SECONDS}$1' $0
  ${If} $0 == ${STILL_RUNNING}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION $(StillRunning) /SD IDCANCEL IDRETRY retry
    !insertmacro Note "$(StillRunning) (${STILL_RUNNING})"
    SetErrorLevel ${STILL_RUNNING}
    Quit
  ${EndIf}
  !insertmacro ForEachOwned Remove
  RMDir /r "$INSTDIR\.new"
  RMDir /r "$INSTDIR\.old"
  RMDir /r "$INSTDIR\.before"
  RMDir "$INSTDIR"
  RMDir "$LOCALAPPDATA\Programs"  ; goes only if it is empty, like all that is removed without /r
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${DEFAULTS}"
  DeleteRegKey /ifempty HKCU "Software\${NAME}"
  ; What the program for all users works with in the same profile stays.
  ReadRegStr $0 HKLM "${MACHINE}" InstallDir
  ReadRegStr $1 HKCU "${RUN_KEY}" ${NAME}
  ${If} $1 != '"$0${PROGRAM}"'
    DeleteRegValue HKCU "${RUN_KEY}" ${NAME}
    DeleteRegValue HKCU "${APPROVED}" ${NAME}
  ${EndIf}
  ${If} $0 == ""
    RMDir /r "$LOCALAPPDATA\${NAME}\Cache"
    RMDir "$LOCALAPPDATA\${NAME}"
  ${EndIf}
  !insertmacro Note $(Removed)
SectionEnd

Section /o "un.$(WipeTitle)" SectionWipe
  RMDir /r "$LOCALAPPDATA\${NAME}"
  !insertmacro Note $(Wiped)
SectionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${SectionWipe} $(WipeAbout)
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END

Function un.AskAboutWiping
  ${If} ${SectionIsSelected} ${SectionWipe}
    MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 $(ReallyWipe) IDYES sure
    Abort
    sure:
  ${EndIf}
FunctionEnd

Function un.onInit
  !insertmacro ReadArgument "un." LOG= $Log
  !insertmacro ReadArgument "un." WIPE $0
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${SectionWipe}
  ${EndIf}
FunctionEnd
