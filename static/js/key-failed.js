// Shows in words that a passkey or security key did not work; allauth's script only tells the console.

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("sleutel-mislukt").hidden = false;
});
