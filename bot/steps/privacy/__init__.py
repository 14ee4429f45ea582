"""What is kept about who a chat serves: counted, exported, erased; inside the transaction of one update or tick."""
