@echo off
cd /d "%~dp0"
where py >nul 2>nul && (py -3 start_course.py %* & goto done)
where python >nul 2>nul && (python start_course.py %* & goto done)
echo This course needs Python 3.8 or newer, and none was found. READ_ME.txt says where to get it.
:done
pause
