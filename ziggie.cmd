@echo off
rem Builds Ziggie once and becomes it. After a change or an update: rmdir /s /q artifacts\ziggie
setlocal
set "ROOT=%~dp0"
set "OUT=%ROOT%artifacts\ziggie"
if exist "%OUT%\ziggie.exe" goto run
where dotnet >nul 2>nul
if errorlevel 1 (
  echo ziggie: the .NET 10 SDK is missing; install it from https://dot.net and try again. 1>&2
  exit /b 1
)
echo Building Ziggie... 1>&2
dotnet publish "%ROOT%src\Ziggie.Server" -c Release --use-current-runtime --self-contained false -o "%OUT%" -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -v quiet -nologo 1>&2
if errorlevel 1 (
  echo ziggie: the build failed; the output above says where. 1>&2
  exit /b 1
)
where npm >nul 2>nul
if errorlevel 1 (
  echo Node.js 20.19 or newer is missing, so the dashboard is not built; everything else works. 1>&2
  goto run
)
pushd "%ROOT%dashboard"
call npm ci --no-audit --no-fund --loglevel=error 1>&2 && call npm run --silent build 1>&2 && xcopy /e /i /q /y dist "%OUT%\dashboard" 1>&2
if errorlevel 1 echo The dashboard could not be built; everything else works. 1>&2
popd
:run
"%OUT%\ziggie.exe" %*
