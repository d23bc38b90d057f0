"""The steps in English. `{called}` stands for the authority's name."""

from typing import Final

from tresen.web.trust.pictures import Line, Picture
from tresen.web.trust.steps import Guide, Kind, Step

GUIDES: Final[dict[Kind, Guide]] = {
    "ios": Guide(
        "iPhone and iPad",
        (
            Step("Open this page in Safari and load the profile. Tap “Allow” when asked.",
                 Picture("Safari", (Line("This website is trying to download a configuration profile."),
                                    Line("Allow", "button", found=True))), "profile"),
            Step("Open Settings, tap “Profile Downloaded” at the top, then “Install”.",
                 Picture("Settings", (Line("Profile Downloaded", "next", found=True), Line("Wi-Fi", "next"),
                                      Line("General", "next")))),
            Step("Settings › General › About › Certificate Trust Settings (at the very bottom).",
                 Picture("About", (Line("Model Name"), Line("Serial Number"),
                                   Line("Certificate Trust Settings", "next", found=True)))),
            Step("Turn on the switch beside “{called}” and tap “Continue”. Without this step the profile does nothing.",
                 Picture("Trust", (Line("{called}", "on", found=True),))),
        ),
    ),
    "android": Guide(
        "Android",
        (
            Step("Load the certificate. If the browser asks, keep the file.",
                 Picture("Chrome", (Line("tresen.crt"), Line("Keep", "button", found=True))), "crt"),
            Step("Open Settings and search for “CA certificate”. "
                 "(Or: Security › Encryption & credentials › Install a certificate.)",
                 Picture("Install a certificate", (Line("CA certificate", "next", found=True),
                                                   Line("VPN & app user certificate", "next"),
                                                   Line("Wi-Fi certificate", "next")))),
            Step("Tap “Install anyway”, enter the device's lock and choose the file tresen.crt.",
                 Picture("Your data won't be private", (Line("Don't install", "button"),
                                                        Line("Install anyway", "button", found=True)))),
        ),
        "Android wants a screen lock for this and says afterwards “Network may be monitored”. It says so of every certificate "
        "that was installed by hand. Please use Chrome; Firefox for Android does not look at the certificate.",
    ),
    "windows": Guide(
        "Windows",
        (
            Step("Load the certificate, open it and click “Install Certificate”.",
                 Picture("Certificate", (Line("{called}"), Line("Install Certificate …", "button", found=True)),
                         wide=True), "crt"),
            Step("Choose “Current User”, then “Place all certificates in the following store” and “Browse”: "
                 "“Trusted Root Certification Authorities”.",
                 Picture("Certificate Store", (Line("Personal"),
                                               Line("Trusted Root Certification Authorities", "tick", found=True)),
                         wide=True)),
            Step("Click “Finish” and answer the warning with “Yes” if the fingerprint is right. Restart the browser.",
                 Picture("Security Warning", (Line("Thumbprint (SHA-1)"), Line("Yes", "button", found=True)),
                         wide=True)),
        ),
    ),
    "macos": Guide(
        "Mac",
        (
            Step("Load the certificate and open it. It goes into Keychain Access; choose the keychain “login”.",
                 Picture("Add Certificates", (Line("Keychain: login"), Line("Add", "button", found=True)),
                         wide=True), "crt"),
            Step("Double-click “{called}” in Keychain Access and unfold “Trust”.",
                 Picture("Keychain Access", (Line("{called}", "next", found=True),), wide=True)),
            Step("Choose “Always Trust” for “When using this certificate”, close the window, enter your password.",
                 Picture("Trust", (Line("Always Trust", "tick", found=True),), wide=True)),
        ),
        "Firefox has a store of its own: see Linux and Firefox.",
    ),
    "linux": Guide(
        "Linux and Firefox",
        (
            Step("Load the certificate.", None, "pem"),
            Step("Firefox: Settings › Privacy & Security › View Certificates › Authorities › Import; "
                 "tick “to identify websites”.",
                 Picture("Downloading Certificate", (Line("Trust this CA to identify websites", "tick", found=True),
                                                     Line("OK", "button")), wide=True)),
            Step("Chrome and Chromium: Settings › Privacy and security › Security › Manage certificates › Installed by you › "
                 "Trusted certificates › Import.",
                 Picture("Manage certificates", (Line("Trusted certificates"), Line("Import", "button", found=True)),
                         wide=True)),
        ),
    ),
}  # fmt: skip
