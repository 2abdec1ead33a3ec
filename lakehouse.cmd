@echo off
rem The launcher for Windows. Written, but not run there yet; see README.md.
setlocal
set "root=%~dp0"
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
where dotnet >nul 2>nul || (echo lakehouse: .NET SDK 10 is needed and 'dotnet' is not on PATH; install it from https://dot.net 1>&2 & exit /b 1)

if "%~1"=="test" goto test
if "%~1"=="quickstart" call :sample_data || exit /b 1
call :build src\Lakehouse.Cli || exit /b 1
call :build jobs\Flights || exit /b 1
if "%~1"=="submit" (call :build jobs\Lakehouse.Jobs || exit /b 1) & (call :build jobs\FlightRotations || exit /b 1)
dotnet "%root%artifacts\bin\Lakehouse.Cli\release\lakehouse.dll" %*
exit /b %errorlevel%

:test
call :sample_data || exit /b 1
call :build Lakehouse.sln || exit /b 1
dotnet test "%root%Lakehouse.sln" -c Release --no-build --nologo
exit /b %errorlevel%

:build
pushd "%root%"
dotnet build %1 -c Release -v q --nologo -clp:NoSummary -p:RestoreLockedMode=true 1>&2
set built=%errorlevel%
popd
exit /b %built%

:sample_data
if exist "%root%.data\node_modules\vega-datasets\data\flights-3m.parquet" exit /b 0
where npm >nul 2>nul || (echo lakehouse: npm is needed to fetch the sample data; install Node.js from https://nodejs.org 1>&2 & exit /b 1)
if not exist "%root%.data" mkdir "%root%.data"
call npm install --prefix "%root%.data" --no-save --no-audit --no-fund vega-datasets@3.2.1 1>&2
exit /b %errorlevel%
